export { purgeWindows } from './purge-windows.ts';
export { createRateLimiter, type RateLimiter, type RateState } from './rate-limiter.ts';
