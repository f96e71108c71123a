// Judge cases with the MDN HTTP Observatory's own rules, without any socket.
// One JSON case a line on stdin; one line {results, modifiers, score, grade} each on stdout.
import { createInterface } from "node:readline";
import { AxiosHeaders } from "axios";

const HOME = "./node_modules/@mdn/mdn-http-observatory/src";
const { ALL_TESTS, ALL_RESULTS } = await import(`${HOME}/constants.js`);
const { getScoreModifier, getGradeForScore } = await import(`${HOME}/grader/grader.js`);
const { Requests } = await import(`${HOME}/types.js`);
const { Session } = await import(`${HOME}/retriever/session.js`);
const { parseHttpEquivHeaders } = await import(`${HOME}/retriever/utils.js`);

function answer(given) {
  if (!given) return null;
  const headers = new AxiosHeaders();
  for (const [name, value] of Object.entries(given.headers)) headers.set(name, value);
  return {
    headers,
    request: { headers: new AxiosHeaders(given.origin ? { origin: given.origin } : {}) },
    status: 200,
    statusText: "OK",
    verified: given.verified,
    data: "",
    config: { headers: new AxiosHeaders() },
  };
}

async function judge(given) {
  const requests = new Requests(given.host);
  requests.responses.auto = answer(given.auto);
  requests.responses.https = answer(given.https);
  requests.responses.http = answer(given.http);
  requests.responses.cors = answer(given.cors);
  requests.responses.httpRedirects = given.route.map((url) => ({ url: new URL(url), status: 200 }));
  requests.resources.path = given.html;
  if (requests.responses.auto)
    requests.responses.auto.httpEquiv = parseHttpEquivHeaders(given.html, given.auto_url);
  requests.session = new Session(new URL(given.auto_url));
  for (const line of given.cookies) {
    try {
      requests.session.jar.setCookieSync(line, given.auto_url);
    } catch {
      // A jar refuses what a browser refuses.
    }
  }
  const results = {};
  const modifiers = {};
  let uncurved = 100;
  let full = 100;
  ALL_TESTS.forEach((test, index) => {
    const { result } = test(requests);
    const points = getScoreModifier(result);
    results[ALL_RESULTS[index].name] = result;
    modifiers[ALL_RESULTS[index].name] = points;
    full += points;
    if (points < 0) uncurved += points;
  });
  return { results, modifiers, ...getGradeForScore(uncurved >= 90 ? full : uncurved) };
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim()) console.log(JSON.stringify(await judge(JSON.parse(line))));
}
