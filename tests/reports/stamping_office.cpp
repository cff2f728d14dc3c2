#include "stamping_office.h"

#include <stdexcept>

namespace chuan::reports::examples {
namespace {

void done(const std::string& command) {
    if (const Outcome outcome = run(command); outcome.status != 0)
        throw std::runtime_error(command + ": " + outcome.output);
}

}  // namespace

StampingOffice::StampingOffice(const std::string& usage) {
    const std::string here = folder_.path("");
    folder_.write("index.txt", "");
    const std::string configuration = folder_.write(
        "office.cnf",
        "[ca]\ndefault_ca=office\n[office]\ndatabase=" + here + "index.txt\nnew_certs_dir=" + here +
            "\ndefault_md=sha256\npolicy=any\nrand_serial=yes\nunique_subject=no\n[any]\ncommonName=supplied\n"
            "[root]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n"
            "[clerk]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=" +
            usage +
            "\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
            "[tsa]\ndefault_tsa=stamp\n[stamp]\nserial=" +
            here + "serial\nsigner_cert=" + here + "clerk.pem\nsigner_key=" + here +
            "clerk.key\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256,sha384,sha512\n"
            "ess_cert_id_alg=sha256\n");
    for (const char* name : {"ca", "clerk"})
        done("openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=Time " +
             std::string(name) + "' -keyout " + here + name + ".key -out " + here + name + ".csr");
    const std::string issue = "openssl ca -batch -notext -config " + configuration + " -keyfile " + here +
                              "ca.key -startdate 20200101000000Z -enddate 20491231235959Z ";
    done(issue + "-selfsign -extensions root -in " + here + "ca.csr -out " + pem());
    done(issue + "-cert " + pem() + " -extensions clerk -in " + here + "clerk.csr -out " + here + "clerk.pem");
}

std::string StampingOffice::answer(std::string_view request) const {
    const std::string question = folder_.write("question.tsq", std::string(request));
    done("openssl ts -reply -config " + folder_.path("office.cnf") + " -queryfile " + question + " -out " +
         folder_.path("answer.tsr"));
    return read_file(folder_.path("answer.tsr"));
}

signing::Stamping StampingOffice::stamping() const {
    return [this](std::string_view bytes) {
        const std::string request = signing::stamp_request(bytes);
        const Moment now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        return signing::granted_stamp(request, answer(request), trust(now));
    };
}

signing::Trust StampingOffice::trust(Moment at) const { return {signing::certificates_from_pem(read_file(pem())), at}; }

}  // namespace chuan::reports::examples
