import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.FileInputStream;
import java.util.List;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;

/** A line for each file: what EU DSS says of its one seal, and whether veraPDF finds it to be PDF/A-3b. */
public class JudgeSeal {
  public static void main(String[] paths) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (String path : paths) System.out.println(path + " " + seal(path) + " " + (isArchival(path) ? "PDF/A-3b" : "no-PDF/A-3b"));
  }

  private static String seal(String path) {
    SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(path));
    validator.setCertificateVerifier(new CommonCertificateVerifier());
    SimpleReport report = validator.validateDocument().getSimpleReport();
    List<String> ids = report.getSignatureIdList();
    if (ids.size() != 1) return ids.size() + "-seals - -";
    String id = ids.get(0);
    return report.getSignatureFormat(id) + " " + report.getIndication(id) + " " + report.getSubIndication(id);
  }

  private static boolean isArchival(String path) throws Exception {
    Foundries.defaultInstance();
    try (FileInputStream file = new FileInputStream(path);
        PDFAParser parser = Foundries.defaultInstance().createParser(file, PDFAFlavour.PDFA_3_B)) {
      return Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_3_B, false).validate(parser).isCompliant();
    }
  }
}
