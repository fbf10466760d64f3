// Loaded into a proxy before anything else (NODE_OPTIONS=--require): its clock goes wrong by as many milliseconds as the
// file named by LOPAN_TEST_CLOCK says, from the moment it says so. What measures durations is left alone, as it is when
// somebody sets the clock of a machine.
const fs = require('node:fs');

const LOOK_EVERY_MS = 20;
const file = process.env.LOPAN_TEST_CLOCK;
const RealDate = Date;
let offset = 0;

global.Date = class Date extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RealDate.now() + offset] : parts));
  }

  static now() {
    return RealDate.now() + offset;
  }
};

setInterval(() => {
  offset = Number(fs.readFileSync(file, 'utf8'));
}, LOOK_EVERY_MS).unref();
