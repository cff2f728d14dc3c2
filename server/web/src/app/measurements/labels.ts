import type { Schemas } from '../../lib/api'
import { showDecimal, unitSymbol } from '../../lib/decimal'
import { columnsOf } from '../../lib/sheet'
import { useSpeech } from '../../ui/language'

/** How a point is called: its label in the procedure, or its nominal value with unit and direction. */
export function usePointLabel() {
  const { language, word } = useSpeech()
  return (point: Schemas['LayoutPoint']): string => {
    const label = language === 'en' ? point.label_en : point.label_vi
    return label || `${showDecimal(point.nominal, language)} ${unitSymbol(point.unit)}${point.direction && ` ${word('direction', point.direction)}`}`
  }
}

/** How a cell is called: "8 bar rising, Indication 2". */
export function useCellLabel(layout: Schemas['Layout']) {
  const { name } = useSpeech()
  const pointLabel = usePointLabel()
  return (cell: { point: string; channel: string; repeat: number }): string => {
    const point = layout.points.find((one) => one.id === cell.point)
    const column = columnsOf(layout).find((one) => one.channel.id === cell.channel)
    const repeats = column && column.channel.repeats > 1
    return `${point ? pointLabel(point) : cell.point}, ${column ? name(column.channel) : cell.channel}${repeats ? ` ${cell.repeat}` : ''}`
  }
}
