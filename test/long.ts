/** Whether the long tests run, as `npm run test:long` has them. */
export const isLong = process.env.FETTLE_LONG === "1";
