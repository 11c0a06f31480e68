// Drives the review desk; see reviews.sh. Arguments: the server's address, the session cookie as name=value.

import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../end2end/package.json", import.meta.url))("@playwright/test");
const [base, cookie] = process.argv.slice(2);
const [, name, value] = /([^=]*)=(.*)/.exec(cookie);
const items = 100;

const browser = await chromium.launch({
  executablePath: process.env.VOUCH_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
await context.addCookies([{ name, value, url: base.replace("http:", "https:"), secure: true }]);
const page = await context.newPage();

/** Milliseconds from the start of the navigation to the paint of the first item. */
async function load() {
  await page.goto(`${base}/reviews`);
  await page.waitForSelector("html[data-hydrated]");
  return page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
}

// In the page: from the key until two frames after the heading has changed, so the paint itself is in it.
const watch = () => {
  const heading = () => document.querySelector("h1")?.textContent;
  window.nextItem = new Promise((resolve) => {
    const before = heading();
    document.addEventListener(
      "keydown",
      (event) => {
        const frame = () =>
          heading() && heading() !== before
            ? requestAnimationFrame((now) => resolve(now - event.timeStamp))
            : requestAnimationFrame(frame);
        requestAnimationFrame(frame);
      },
      { capture: true, once: true },
    );
  });
};

async function decide(pause) {
  const times = [];
  for (let item = 0; item < items; item++) {
    // Enter asks for a supplier where none stands out.
    await page.keyboard.press("1");
    await page.evaluate(watch);
    await page.keyboard.press("Enter");
    times.push(await page.evaluate(() => window.nextItem));
    await page.waitForTimeout(pause);
  }
  return times;
}

function report(what, times) {
  times.sort((a, b) => a - b);
  const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))]);
  console.log(`${what}: median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms (${times.length} times)`);
}

const loads = [];
for (let i = 0; i < 10; i++) loads.push(await load());
report("page loaded anew", loads);
report("next item, a decision a second", await decide(1000));
report("next item, decisions without a pause", await decide(0));
await browser.close();
