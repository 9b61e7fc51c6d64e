export { registerBuyerRoutes } from './routes.ts';
