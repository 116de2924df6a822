import type { OutboxItem, OutboxStore } from '@parley/client';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

interface OutboxSchema extends DBSchema {
  items: { key: string; value: OutboxItem; indexes: { from: string } };
}

/** Unacknowledged messages in IndexedDB: they survive a reload, a crash of the tab and a closed browser. */
export class IdbOutboxStore implements OutboxStore {
  private database: Promise<IDBPDatabase<OutboxSchema>> | undefined;

  async load(from: string): Promise<OutboxItem[]> {
    const database = await this.open();
    return database.getAllFromIndex('items', 'from', from);
  }

  async put(item: OutboxItem): Promise<void> {
    const database = await this.open();
    await database.put('items', item);
  }

  async delete(id: string): Promise<void> {
    const database = await this.open();
    await database.delete('items', id);
  }

  private open(): Promise<IDBPDatabase<OutboxSchema>> {
    this.database ??= openDB<OutboxSchema>('parley', 1, {
      upgrade(database) {
        const items = database.createObjectStore('items', { keyPath: 'id' });
        items.createIndex('from', 'from');
      },
    });
    return this.database;
  }
}
