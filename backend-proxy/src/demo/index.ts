/** The simulated plant: deterministic, posted through the intake like any client's events. */
export { demoIdRange, demoNamespace, isDemoId } from './demoId';
export { planDemo, DEMO_DAYS, PILOT_DAYS, type DemoHistory, type DemoPlan } from './timeline';
export { demoLicenses, demoRoi, type LicenseSet } from './licenses';
export { generateHistory } from './generate';
export { LivePlant } from './live';
export { openDemoClient, type DemoUploader } from './demoClient';
export { loadDemo, type LoadOptions, type LoadProgress } from './load';
export { postLive, type LiveOptions } from './postLive';
