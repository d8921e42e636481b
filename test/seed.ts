import fc from "fast-check";

/** The seed of all properties: fixed, so that only a change makes them fail. `npm run test:long` draws a new one. */
export const seed = Number(process.env["FETTLE_SEED"] ?? 1);

fc.configureGlobal({ seed });
