import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '#runtime';

const SECRET_FILE = 'signing-keys.secret';
const SECRET_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals private keys before they are stored: whoever reads the database alone cannot sign. */
export class KeyVault {
  private readonly key: Buffer;

  constructor(secret: Buffer) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'parley user signing keys v1', 32));
  }

  /** Embedded, the secret is a file beside the database, made at the first start; otherwise the deployment's own. */
  static async open(config: Config): Promise<KeyVault> {
    return new KeyVault(config.mode === 'embedded' ? await fileSecret(config.dataDir) : Buffer.from(config.serviceKey));
  }

  /** `label` says what is sealed, so that one sealed thing cannot stand in for another. */
  seal(plain: Buffer, label: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(label));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Nothing, if it was sealed with another secret or label, or has been altered. */
  unseal(sealed: Buffer, label: string): Buffer | undefined {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(label))
        .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    } catch {
      return undefined;
    }
  }
}

async function fileSecret(dataDir: string): Promise<Buffer> {
  const file = path.join(dataDir, SECRET_FILE);
  const secret = (await readIfThere(file)) ?? (await makeSecret(file));
  if (secret.length !== SECRET_BYTES)
    throw new Error(`${file} is damaged: it must hold ${String(SECRET_BYTES)} bytes. Remove it to have a new one made.`);
  return secret;
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Written whole, then linked: a crash leaves no half of it, and of two who make one at once both use the first. */
async function makeSecret(file: string): Promise<Buffer> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(randomBytes(SECRET_BYTES));
    await handle.sync();
    await link(draft, file).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
  return readFile(file);
}
