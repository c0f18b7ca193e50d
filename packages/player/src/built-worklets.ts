/** Where the build puts a worklet; the web server serves this file to browsers. */
export const builtWorkletUrl = (name: 'meter-worklet'): URL => new URL(`../build/${name}.js`, import.meta.url);
