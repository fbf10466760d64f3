/** The parts of jStat that are used; the package brings no types. */
declare module 'jstat' {
  export const jStat: {
    /** Regularized incomplete beta function I_x(a, b). */
    ibeta(x: number, a: number, b: number): number;
    studentt: {
      /** Quantile of Student's t. @param dof degrees of freedom */
      inv(p: number, dof: number): number;
    };
  };
}
