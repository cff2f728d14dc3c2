import { useState } from 'react'
import { upload } from '../lib/api'
import { ProblemError, type Problem } from '../lib/problem'

/** The scan or file that goes with a form: stored as soon as it is chosen, named by its id when the form is sent. */
export function useScan(kept?: number) {
  const [document, setDocument] = useState(kept)
  const [problem, setProblem] = useState<Problem>()
  const take = async (file: File) => {
    try {
      setDocument((await upload(file)).id)
      setProblem(undefined)
    } catch (error) {
      if (error instanceof ProblemError) setProblem(error.problem)
      else throw error
    }
  }
  return { document, problem, take, setProblem }
}
