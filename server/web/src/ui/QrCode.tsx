import { useEffect, useState } from 'react'
import writerUrl from 'zxing-wasm/writer/zxing_writer.wasm?url'

/** A QR code drawn in the browser; nothing is sent anywhere. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [image, setImage] = useState<string>()
  useEffect(() => {
    let gone = false
    let address = ''
    const draw = async () => {
      const { prepareZXingModule, writeBarcode } = await import('zxing-wasm/writer')
      prepareZXingModule({ overrides: { locateFile: () => writerUrl } })
      const written = await writeBarcode(text, { format: 'QRCode', scale: 5 })
      if (gone || !written.image) return
      address = URL.createObjectURL(written.image)
      setImage(address)
    }
    draw().catch(() => undefined)
    return () => {
      gone = true
      if (address) URL.revokeObjectURL(address)
    }
  }, [text])
  return image ? <img src={image} alt={label} width={200} height={200} style={{ background: '#fff', padding: 8, imageRendering: 'pixelated' }} /> : <div style={{ height: 216 }} />
}
