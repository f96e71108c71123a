// The tests of MDN's HTTP Observatory over every portal of a list, eight at a time.
// Run as: node observatory.mjs FOLDER-OF-THE-PACKAGE portals.csv
import dns from "node:dns";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, inventory] = process.argv.slice(2);
const rows = readFileSync(inventory, "utf-8").trim().split(/\r?\n/).slice(1);
const portals = rows.map((row) => {
  const [https, , , address, http] = row.split(",");
  return { https: new URL(https), http: new URL(http), address };
});
const addresses = new Map(portals.map((one) => [one.https.hostname, one.address]));

// The names are known to nobody else.
dns.lookup = (host, options, done) => {
  const callback = done ?? options;
  const address = addresses.get(host);
  if (!address) return callback(new Error(`unknown host ${host}`));
  return options.all ? callback(null, [{ address, family: 4 }]) : callback(null, address, 4);
};

const source = pathToFileURL(`${folder}/node_modules/@mdn/mdn-http-observatory/src/`);
const { retrieve } = await import(new URL("retriever/retriever.js", source));
const { ALL_TESTS } = await import(new URL("constants.js", source));

let silent = 0;
async function judge({ https, http }) {
  const found = await retrieve(https.hostname, { httpPort: http.port, httpsPort: https.port });
  if (found.responses.https) ALL_TESTS.map((test) => test(found));
  else silent += 1;
}

const waiting = portals.values();
await Promise.all(
  Array.from({ length: 8 }, async () => {
    for (const portal of waiting) await judge(portal);
  }),
);
if (silent > portals.length / 10) throw new Error(`${silent} portals did not answer`);
