import path from 'node:path';
import { ask } from '../ask.mjs';
import { fillIn } from '../files.mjs';
import { classPath, requireJava } from '../java.mjs';
import { HERE, portOf, stackDir } from '../settings.mjs';

/** One ZooKeeper server. */
export const zookeeper = {
  name: 'zookeeper',
  ports: ['ZOOKEEPER', 'ZOOKEEPER_METRICS'],
  environment: () => ({ ZOOKEEPER: `127.0.0.1:${portOf('ZOOKEEPER')}` }),

  async prepare() {
    await requireJava();
    const folder = path.join(stackDir(), 'zookeeper');
    const own = path.join(HERE, 'zookeeper');
    const values = { DIR: folder, PORT: portOf('ZOOKEEPER'), METRICS_PORT: portOf('ZOOKEEPER_METRICS') };
    const settings = fillIn(path.join(own, 'zoo.cfg'), path.join(folder, 'zoo.cfg'), values);
    const java = ['-Xmx256m', `-Dlogback.configurationFile=${path.join(own, 'logback.xml')}`, '-cp', await classPath('zookeeper')];
    return { command: 'java', args: [...java, 'org.apache.zookeeper.server.quorum.QuorumPeerMain', settings] };
  },

  /** `srvr` and not `ruok`, which a server that serves nobody yet answers too. */
  async check() {
    const read = (received) => {
      const text = received.toString();
      if (text.includes('not currently serving')) throw new Error('ZooKeeper does not serve yet');
      return text.includes('Mode: ') ? text : undefined;
    };
    await ask({ port: portOf('ZOOKEEPER'), request: 'srvr', read });
  },
};
