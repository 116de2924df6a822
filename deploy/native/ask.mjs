// The smallest real request to each engine, in its own protocol, so that readiness needs no driver.
import net from 'node:net';

/** Sends `request` and answers what `read` makes of the bytes received so far, as soon as it makes something of them. */
export function ask({ port, request, read, timeoutMs = 2_000 }) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: '127.0.0.1', port });
    let received = Buffer.alloc(0);
    const finish = (error, value) => {
      socket.destroy();
      if (error) reject(error);
      else resolve(value);
    };
    socket.setTimeout(timeoutMs, () => finish(new Error(`no answer within ${timeoutMs} ms`)));
    socket.once('error', finish);
    socket.once('close', () => finish(new Error('closed without an answer')));
    socket.once('connect', () => socket.write(request));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      try {
        const value = read(received, socket);
        if (value !== undefined) finish(undefined, value);
      } catch (error) {
        finish(error);
      }
    });
  });
}

/** Whether anything listens on the port. */
export function isTaken(port) {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(true) : reject(error)));
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => probe.close(() => resolve(false)));
  });
}
