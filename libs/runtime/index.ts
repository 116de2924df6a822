export { Config, ConfigError } from './config.js';
export { Drain, DRAIN_PHASES, type DrainPhase } from './drain.js';
export { Health, type Probe, type Readiness } from './health.js';
export { newId } from './ids.js';
export { Metrics } from './metrics.js';
export { RateLimiter, type RateLimiterOptions } from './rate-limiter.js';
export { runService, startService, type RunningService, type ServiceOptions } from './run-service.js';
export { RuntimeModule, type RuntimeOptions } from './runtime.module.js';
export { StartError } from './start-error.js';
