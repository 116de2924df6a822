import { randomBytes } from 'node:crypto';
import net from 'node:net';

const CONNECT_MS = 30_000;
/** Enough of a frame to tell its type: `{"type":"entry"`. */
const TYPE_AT = 9;
const TYPE_LENGTH = 5;

/**
 * The least of a WebSocket: it looks at the headers and types of what comes, and skips the rest. A thousand of them cost the load
 * generator less than a hundred that parse. Its `onEntry` is told of each `entry` frame, by nothing but a call.
 */
export class RawSocket {
  entries = 0;
  /** Bytes of the present frame that are still to come. */
  skip = 0;
  head = Buffer.alloc(0);

  constructor(socket, { onEntry = () => undefined, onReady = () => undefined, onEnd = () => undefined }) {
    Object.assign(this, { socket, onEntry, onReady });
    socket.on('error', () => undefined);
    socket.on('close', onEnd);
  }

  /** Resolves when the server has said `ready`. `url` is that of the socket; `token` goes along as a header. */
  static open(url, { token, onEntry, onEnd }) {
    const { hostname, port, pathname, search } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
      const give = setTimeout(() => fail(new Error('A socket was not ready in time.')), CONNECT_MS);
      const onReady = () => {
        clearTimeout(give);
        resolve(raw);
      };
      const fail = (error) => {
        clearTimeout(give);
        socket.destroy();
        reject(error);
      };
      const raw = new RawSocket(socket, { onEntry, onReady, onEnd: () => (fail(new Error('A socket was closed.')), onEnd?.()) });
      socket.write(handshake(`${pathname}${search}`, `${hostname}:${port}`, token));
      socket.on('data', function upgrade(chunk) {
        raw.head = Buffer.concat([raw.head, chunk]);
        const end = raw.head.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!raw.head.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) return fail(new Error(raw.head.toString().slice(0, 200)));
        socket.off('data', upgrade);
        socket.on('data', (data) => raw.take(data));
        const rest = raw.head.subarray(end + 4);
        raw.head = Buffer.alloc(0);
        if (rest.length > 0) raw.take(rest);
      });
    });
  }

  /** Short frames only. */
  send(frame) {
    this.socket.write(maskedFrame(1, Buffer.from(JSON.stringify(frame))));
  }

  close() {
    this.socket.destroy();
  }

  take(data) {
    let at = Math.min(this.skip, data.length);
    this.skip -= at;
    if (this.skip > 0) return;
    let chunk = data;
    if (this.head.length > 0) {
      chunk = Buffer.concat([this.head, data]);
      this.head = Buffer.alloc(0);
      at = 0;
    }
    while (at < chunk.length) {
      const next = this.frame(chunk, at);
      if (next === undefined) {
        this.head = Buffer.from(chunk.subarray(at));
        return;
      }
      at = next;
    }
    this.skip = at - chunk.length;
  }

  /** Where the next frame begins, perhaps beyond the chunk; undefined if the chunk ends before this one can be told. */
  frame(chunk, at) {
    const left = chunk.length - at;
    if (left < 2) return undefined;
    const short = chunk[at + 1] & 127;
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (left < header) return undefined;
    const length = short < 126 ? short : short === 126 ? chunk.readUInt16BE(at + 2) : Number(chunk.readBigUInt64BE(at + 2));
    const opcode = chunk[at] & 15;
    if (opcode === 1) {
      if (left < header + Math.min(length, TYPE_AT + TYPE_LENGTH)) return undefined;
      this.text(chunk, at + header + TYPE_AT);
    } else if (opcode === 9) {
      if (left < header + length) return undefined;
      this.socket.write(maskedFrame(10, chunk.subarray(at + header, at + header + length)));
    }
    return at + header + length;
  }

  text(chunk, at) {
    const [first, second, third] = [chunk[at], chunk[at + 1], chunk[at + 2]];
    // `en`try
    if (first === 101 && second === 110) this.onEntry(this.entries++);
    // `rea`dy
    else if (first === 114 && second === 101 && third === 97) this.onReady();
  }
}

function handshake(path, host, token) {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Protocol: parley.v1.json',
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** With a mask of zeros, which leaves the bytes as they are. */
function maskedFrame(opcode, payload) {
  const short = payload.length < 126;
  const header = Buffer.alloc(short ? 6 : 8);
  header[0] = 0x80 | opcode;
  header[1] = 0x80 | (short ? payload.length : 126);
  if (!short) header.writeUInt16BE(payload.length, 2);
  return Buffer.concat([header, payload]);
}
