"""Says of a sealed PDF whether pyHanko finds its one seal whole, over the entire file. Exits 1 where it does not."""

import sys

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext


def is_whole(path):
    with open(path, "rb") as file:
        (seal,) = PdfFileReader(file).embedded_signatures
        context = ValidationContext(trust_roots=[seal.signer_cert], allow_fetching=False)
        status = validate_pdf_signature(seal, context)
        return status.intact and status.valid and status.coverage == SignatureCoverageLevel.ENTIRE_FILE


sys.exit(0 if is_whole(sys.argv[1]) else 1)
