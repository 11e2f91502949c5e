/** Requests to the sandbox's control API. Refusals become errors whose message is a sentence for people. */

export async function get(path) {
  return answerOf(await knock(path, { headers: { accept: "application/json" } }));
}

/** Posts JSON, or a multipart form when `files` are given. Lists and objects travel in a form as JSON text. */
export async function post(path, body, files = []) {
  if (!files.length) {
    const headers = { "content-type": "application/json" };
    return answerOf(await knock(path, { method: "POST", headers, body: JSON.stringify(body) }));
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    if (value === null || value === undefined) continue;
    form.append(name, typeof value === "string" ? value : JSON.stringify(value));
  }
  for (const file of files) form.append("files", file, file.name);
  return answerOf(await knock(path, { method: "POST", body: form }));
}

async function knock(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Error("The sandbox does not answer. Is it still running?");
  }
}

async function answerOf(response) {
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Error(answer?.error ?? `The sandbox answered ${response.status}.`);
  return answer;
}
