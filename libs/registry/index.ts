export { Announcements, type Announcement } from './announcements.js';
export { ChatNodes } from './chat-nodes.js';
export { Registry, type NodeData, type RegisteredNode, type Registration, type RegistryListener, type RegistryWatch } from './registry.js';
export { MemoryRegistry, MemoryRegistrySource } from './registry.memory.js';
export { RegistryModule } from './registry.module.js';
export { ZooKeeperRegistry } from './registry.zookeeper.js';
export { type ZooKeeperOptions } from './session.zookeeper.js';
