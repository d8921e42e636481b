import { library } from "../lib/paths.js";

export async function loadFettle(files) {
  const { load } = await import(library);
  return load({ set: "big", files, mode: "code" });
}
