import recorded from './problems.json';

/** The bodies of the service's errors as it sends them; RecordedProblemsTest keeps the file up to date. */
export const PROBLEMS = recorded;

export type Code = keyof typeof recorded;
