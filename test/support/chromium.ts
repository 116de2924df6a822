import { access, constants } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const ARGUMENTS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage'];

/** A real Chromium: the one that `CHROMIUM` names, else one that is installed, else the one that an npm package carries. */
export async function launchChromium(): Promise<Browser> {
  const installed = process.env.CHROMIUM ?? (await firstThatRuns(INSTALLED));
  if (installed) return chromium.launch({ executablePath: installed, args: ARGUMENTS });
  const { executablePath, libraries } = await unpacked();
  const env = { ...process.env, LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') };
  return chromium.launch({ executablePath, args: [...ARGUMENTS, '--no-zygote'], env });
}

async function firstThatRuns(candidates: readonly string[]): Promise<string | undefined> {
  for (const candidate of candidates) {
    if (await runs(candidate)) return candidate;
  }
  return undefined;
}

async function runs(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Besides glibc that Chromium needs only the NSS libraries; the package carries them, but unpacks them on Lambda alone. */
async function unpacked(): Promise<{ executablePath: string; libraries: string }> {
  const { default: bundled, inflate } = await import('@sparticuz/chromium');
  const executablePath = await bundled.executablePath();
  const bin = path.resolve(path.dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../bin');
  await inflate(path.join(bin, 'al2023.tar.br'));
  return { executablePath, libraries: path.join(tmpdir(), 'al2023', 'lib') };
}
