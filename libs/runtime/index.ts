export { Config, ConfigError } from './config.js';
export { newId } from './ids.js';
