/** What choosing a Chromium needs of the machine. */
export interface ChromiumSources {
  /** Programs that may be one, best first; those that are not there are undefined. */
  installed: () => (string | undefined)[];
  /** Where Playwright keeps its own, downloaded or not. */
  ofPlaywright: () => Promise<string>;
  /** Whether a program is there and really shows a page. */
  starts: (path: string) => boolean;
  /** Downloads Playwright's; returns what was printed. */
  download: () => Promise<string>;
  /** Installs the distribution's package; null where that is not possible. */
  installPackage: (() => Promise<void>) | null;
}

/**
 * A Chromium that really starts here: one that is installed, else Playwright's own, else that one downloaded, else the
 * distribution's package. Throws an error with one sentence when there is none to be had.
 */
export async function chooseChromium(sources: ChromiumSources): Promise<string> {
  const thatStarts = (paths: (string | undefined)[]) => paths.find((path) => path && sources.starts(path));
  const there = thatStarts(sources.installed()) ?? thatStarts([await sources.ofPlaywright()]);
  if (there) return there;
  const printed = await sources.download();
  const downloaded = thatStarts([await sources.ofPlaywright()]);
  if (downloaded) return downloaded;
  if (sources.installPackage) {
    await sources.installPackage();
    const packaged = thatStarts(sources.installed());
    if (packaged) return packaged;
  }
  const lines = printed.trim().split("\n");
  const why = lines.findLast((line) => /error|fail/i.test(line)) ?? "it does not start";
  throw new Error(
    `No Chromium could be found or installed for the browser journeys (${why.trim()}): install one (apt-get install chromium, or Google Chrome), or name it in PLIMSOLL_CHROMIUM.`,
  );
}
