// SPDX-License-Identifier: Apache-2.0
#include "base/signature.hpp"

#include "base/text.hpp"
#include "support/catch.hpp"
#include "support/test_keys.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

struct Vector {
  const char* seed;
  const char* point;
  const char* message;
  const char* signature;
};
// RFC 8032, 7.1, tests 1 to 3
constexpr Vector kVectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"}};

}  // namespace

TEST_CASE("Ed25519 signs and verifies the test vectors of RFC 8032") {
  for (const Vector& vector : kVectors) {
    const std::string message = from_hex(vector.message);
    const auto key = PrivateKey::from_pem(ed25519_private(vector.seed));
    REQUIRE(key);
    const auto signature = key->sign(as_bytes(message));
    REQUIRE(signature);
    CHECK(to_hex(*signature) == vector.signature);
    const auto public_key = PublicKey::from_pem(ed25519_public(vector.point));
    REQUIRE(public_key);
    CHECK(public_key->algorithm() == "Ed25519");
    CHECK(public_key->keyid() == key->public_key().keyid());
    CHECK(public_key->verifies(as_bytes(message), as_bytes(*signature)));
    CHECK_FALSE(public_key->verifies(as_bytes(message + "x"), as_bytes(*signature)));
  }
}

TEST_CASE("every single-bit change of a signature is noticed") {
  for (const std::string& pem : {first_private(), kP256Private}) {
    const auto key = PrivateKey::from_pem(pem);
    REQUIRE(key);
    const auto signature = key->sign(as_bytes("message"));
    REQUIRE(signature);
    CHECK(key->public_key().verifies(as_bytes("message"), as_bytes(*signature)));
    for (std::size_t bit = 0; bit < signature->size() * 8; ++bit) {
      std::string changed = *signature;
      changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
      CHECK_FALSE(key->public_key().verifies(as_bytes("message"), as_bytes(changed)));
    }
    for (std::size_t size = 0; size < signature->size(); ++size)
      CHECK_FALSE(key->public_key().verifies(as_bytes("message"), as_bytes(signature->substr(0, size))));
  }
}

TEST_CASE("ECDSA P-256 verifies the signature of the DSSE specification, which is r and s one after the other") {
  const auto key = PublicKey::from_pem(kP256Public);
  REQUIRE(key);
  CHECK(key->algorithm() == "ECDSA P-256");
  CHECK(key->keyid() == "f793580060562d6ff075d814ea698c282fcc779b0cde64d79ffc6301df00d14b");
  const std::string signature = *decode_base64("A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==");
  const std::string message = "DSSEv1 29 http://example.com/HelloWorld 11 hello world";
  CHECK(key->verifies(as_bytes(message), as_bytes(signature)));
  CHECK_FALSE(key->verifies(as_bytes(message + "!"), as_bytes(signature)));
  CHECK_FALSE(key->verifies(as_bytes(message), as_bytes(std::string(64, '\0'))));
  CHECK_FALSE(key->verifies(as_bytes(message), as_bytes(std::string(64, '\xFF'))));
}

TEST_CASE("one key's signature is not another's") {
  const auto first = PrivateKey::from_pem(first_private());
  const auto second = PublicKey::from_pem(second_public());
  const auto third = PublicKey::from_pem(kP256Public);
  REQUIRE((first && second && third));
  const auto signature = first->sign(as_bytes("message"));
  REQUIRE(signature);
  CHECK_FALSE(second->verifies(as_bytes("message"), as_bytes(*signature)));
  CHECK_FALSE(third->verifies(as_bytes("message"), as_bytes(*signature)));
}

TEST_CASE("an encrypted key needs its passphrase, and nothing asks at the terminal") {
  const auto without = PrivateKey::from_pem(kP256Encrypted);
  REQUIRE_FALSE(without);
  CHECK(without.error().code == "key-encrypted");
  const auto wrong = PrivateKey::from_pem(kP256Encrypted, "Secret");
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().code == "key-malformed");
  CHECK(PrivateKey::from_pem(kP256Encrypted, std::string(100'000, 'x')).error().code == "key-malformed");
  const auto right = PrivateKey::from_pem(kP256Encrypted, "secret");
  REQUIRE(right);
  CHECK(right->public_key().keyid() == PublicKey::from_pem(kP256Public)->keyid());
}

TEST_CASE("keys of other kinds are refused in words") {
  const std::string p384 = pem("PRIVATE KEY", *decode_base64("MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDDkd0oiSToNdAyk9YVtURfoRplsLqyayG9erIWPoes47bpPkYSk"
                                                             "o2JpLnceKaOMFnKhZANiAAQlI7i930Ja+UeM2NTtVJDw2V1iXcfLP/4ijJn+lmUlYHvZdl+w9jioONXfdA9Lu9BtG0xv+PthEbJy"
                                                             "56BgIKE0Vun7MEWBP5nSzy/TF8OETTv/Dh6l4HwclzdsnRj3bwo="));
  const std::string ed448 = pem("PRIVATE KEY", *decode_base64("MEcCAQAwBQYDK2VxBDsEOSBT6PVcNP/6mVh7aeBARQJla237gna3F8JUBW5m7COdh53OeVctbGxd6I1az+VnmLqDobRf7N95NA=="));
  for (const auto& [text, name] : {std::pair(p384, "secp384r1"), std::pair(ed448, "ED448")}) {
    const auto key = PrivateKey::from_pem(text);
    REQUIRE_FALSE(key);
    CHECK(key.error().code == "key-unsupported");
    CHECK(key.error().text.find(name) != std::string::npos);
    CHECK(key.error().text.find("Ed25519 and ECDSA P-256") != std::string::npos);
  }
}

TEST_CASE("a key in the wrong place is refused, and no error shows any of it") {
  const auto swapped = PublicKey::from_pem(first_private());
  REQUIRE_FALSE(swapped);
  CHECK(swapped.error().code == "key-private");
  CHECK(swapped.error().describe().find("MC4C") == std::string::npos);
  CHECK(PrivateKey::from_pem(first_public()).error().code == "key-malformed");
  CHECK(PublicKey::from_pem("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n").error().text.find("certificate") != std::string::npos);
}

TEST_CASE("a cut key is no key") {
  for (const std::string& whole : {first_private(), kP256Private}) {
    const std::size_t end = whole.rfind("-----") - 5;
    for (std::size_t size = 0; size < end; size += 7) CHECK_FALSE(PrivateKey::from_pem(whole.substr(0, size)));
  }
  for (std::size_t size = 0; size + 7 < kP256Public.size(); ++size) CHECK_FALSE(PublicKey::from_pem(kP256Public.substr(0, size)));
}
