/** Tests on a database take long where the machine is busy; none of them waits for a timeout to pass, in ms. */
jest.setTimeout(180_000);
