import { shareMemory } from "../engine/workspace/shared-memory.js";

// Shipped rules are linked once in each process, as in a server. `npm run test:long` links them each time.
shareMemory();
