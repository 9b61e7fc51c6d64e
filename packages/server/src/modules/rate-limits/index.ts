export { createRateLimiter, type RateLimiter, type RateState } from './rate-limiter.ts';
