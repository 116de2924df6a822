import { Global, Module } from '@nestjs/common';
import { NodeLinks } from './node-links.js';

/** The nodes that this process can deliver to. */
@Global()
@Module({ providers: [NodeLinks], exports: [NodeLinks] })
export class NodeLinksModule {}
