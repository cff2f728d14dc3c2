import { administration } from './administration'
import { benches } from './benches'
import { certificates } from './certificates'
import { faults } from './faults'
import { findings } from './findings'
import { procedures } from './procedures'
import { refusals } from './refusals'
import { registers } from './registers'
import { sheet } from './sheet'

/** The words that no part of the first screen needs. */
export const rest = { ...findings, ...faults, ...refusals, ...sheet, ...benches, ...certificates, ...registers, ...procedures, ...administration }
