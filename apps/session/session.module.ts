import { Module } from '@nestjs/common';
import { SessionController } from './session.controller.js';

/** Which live sessions a user has, and on which node. Needs `Cache`. */
@Module({ controllers: [SessionController] })
export class SessionModule {}
