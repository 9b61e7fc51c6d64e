import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { chromium as launcher } from 'playwright-core';
import type { Browser } from 'playwright-core';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** These of the package's flags are for one page in a container without threads; a suite opens many. */
const unsuitable = /single-process|no-zygote|disable-web-security|headless/;

/** An installed Chromium, else the one from npm (Linux on x64); undefined where there is neither. */
export async function launchChromium(): Promise<Browser | undefined> {
  const own = installed.find((path) => existsSync(path));
  if (own !== undefined) return launcher.launch({ executablePath: own, args: ['--no-sandbox'] });
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const args = chromium.args.filter((flag) => !unsuitable.test(flag));
  return launcher.launch({
    executablePath: await chromium.executablePath(),
    args: [...args, '--no-sandbox', '--disable-background-networking'],
  });
}
