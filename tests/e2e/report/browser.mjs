// SPDX-License-Identifier: Apache-2.0
// A page in a headless Chromium, spoken to over its debugging pipe (Chrome DevTools Protocol): messages ended by NUL on descriptors 3 and 4.
import { spawn } from "node:child_process";

export class Browser {
  constructor(program) {
    const options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe", "about:blank"];
    this.child = spawn(program, options, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    this.next = 1;
    this.waiting = new Map();
    this.complaints = [];
    this.requests = [];
    this.loaded = () => {};
    let rest = "";
    this.child.stdio[4].setEncoding("utf8");
    this.child.stdio[4].on("data", (text) => {
      const messages = (rest + text).split("\0");
      rest = messages.pop();
      for (const message of messages) this.take(JSON.parse(message));
    });
  }
  take(message) {
    if (message.id !== undefined) {
      const { resolve, reject } = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      return message.error ? reject(new Error(message.error.message)) : resolve(message.result);
    }
    const { method, params } = message;
    if (method === "Page.loadEventFired") this.loaded();
    if (method === "Runtime.exceptionThrown") this.complaints.push(params.exceptionDetails.exception?.description || params.exceptionDetails.text);
    if (method === "Runtime.consoleAPICalled") this.complaints.push(params.type + ": " + params.args.map((one) => one.value).join(" "));
    if (method === "Log.entryAdded") this.complaints.push(params.entry.text);
    if (method === "Network.requestWillBeSent") this.requests.push(params.request.url);
  }
  send(method, params = {}) {
    const id = this.next++;
    this.child.stdio[3].write(JSON.stringify({ id, method, params, sessionId: this.session }) + "\0");
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }
  async start() {
    const { targetInfos } = await this.send("Target.getTargets");
    const target = targetInfos.find((one) => one.type === "page") || (await this.send("Target.createTarget", { url: "about:blank" }));
    this.session = (await this.send("Target.attachToTarget", { targetId: target.targetId, flatten: true })).sessionId;
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await this.send(domain + ".enable");
  }
  async open(url) {
    this.complaints = [];
    this.requests = [];
    const loaded = new Promise((resolve) => (this.loaded = resolve));
    await this.send("Page.navigate", { url });
    await loaded;
  }
  /** The value of a function without parameters that runs in the page. */
  async run(body) {
    const text = typeof body === "function" ? `(${body})()` : body;
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression: text, returnByValue: true, awaitPromise: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description || exceptionDetails.text);
    return result.value;
  }
  size(width, height) {
    return this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
  }
  scheme(value) {
    return this.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value }] });
  }
  async press(key, text) {
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", key, code: key, windowsVirtualKeyCode: key === "Tab" ? 9 : 13, text });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", key, code: key });
  }
  stop() {
    this.child.kill();
  }
}
