import { Module } from '@nestjs/common';
import { Cache } from '#cache';
import { SessionStore } from '#sessions';
import { SessionController } from './session.controller.js';

/** Which live sessions a user has, and on which node. Needs `Cache`. */
@Module({
  controllers: [SessionController],
  providers: [{ provide: SessionStore, useFactory: (cache: Cache) => new SessionStore(cache), inject: [Cache] }],
})
export class SessionModule {}
