/** Loaded by itself: the package's main file brings a limiter for each of two dozen stores, and 8 MB with them. */
declare module 'rate-limiter-flexible/lib/RateLimiterMemory.js' {
  export { RateLimiterMemory as default } from 'rate-limiter-flexible';
}
