import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useText } from '../language.js';

export interface SheetProps { open: boolean; title: ReactNode; onClose(): void; children: ReactNode; actions?: ReactNode }

/**
 * A question or detail over the page: from below on a phone, in the middle on a desktop. It is the browser's own modal
 * dialog, which keeps the focus inside, makes the rest inert, closes on Escape and gives the focus back.
 */
export function Sheet({ open, title, onClose, children, actions }: SheetProps) {
  const t = useText();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="sheet" aria-labelledby={id} onCancel={(event) => { event.preventDefault(); onClose(); }}
      onClick={(event) => { if (event.target === dialog.current) onClose(); }}>
      {open && (
        <div className="sheet-inner">
          <div className="sheet-head"><h2 id={id}>{title}</h2><button type="button" className="icon-button" aria-label={t({ th: 'ปิด', en: 'Close' })} onClick={onClose}><X aria-hidden /></button></div>
          <div className="sheet-body">{children}</div>
          {actions && <div className="actions">{actions}</div>}
        </div>
      )}
    </dialog>
  );
}
