// SPDX-License-Identifier: Apache-2.0
#include "base/signature.hpp"

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "base/digest.hpp"

namespace souptrace {
namespace {

/// Frees what libcrypto gave.
template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;
struct FreeDer {
  void operator()(unsigned char* bytes) const { OPENSSL_free(bytes); }
};
using DerBytes = std::unique_ptr<unsigned char, FreeDer>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;

struct Passphrase {
  std::optional<std::string_view> text;
  bool asked = false;
};

/// libcrypto asks for the passphrase of an encrypted key; without this it would ask at the terminal.
int give_passphrase(char* buffer, int size, int, void* user) {
  auto& passphrase = *static_cast<Passphrase*>(user);
  passphrase.asked = true;
  if (!passphrase.text || passphrase.text->size() > static_cast<std::size_t>(size)) return -1;
  std::memcpy(buffer, passphrase.text->data(), passphrase.text->size());
  return static_cast<int>(passphrase.text->size());
}

Bio reader(std::string_view pem) {
  if (pem.size() > std::numeric_limits<int>::max()) return nullptr;
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

bool is_p256(const EVP_PKEY* key) {
  std::array<char, 64> group{};
  std::size_t size = 0;
  return EVP_PKEY_is_a(key, "EC") == 1 && EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1 &&
         std::string_view(group.data(), size) == "prime256v1";
}

Error unsupported(const EVP_PKEY* key) {
  const char* name = EVP_PKEY_get0_type_name(key);
  std::string what = name == nullptr ? "unknown" : name;
  std::array<char, 64> group{};
  std::size_t size = 0;
  if (EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1) what += ' ' + std::string(group.data(), size);
  return {"key-unsupported", "the key is of the kind " + what + "; only Ed25519 and ECDSA P-256 keys are used"};
}

/// r and s as 32 bytes each, as the DER that libcrypto reads; "" when they are none.
std::string to_der(ByteView raw) {
  constexpr int kHalf = 32;
  const std::unique_ptr<ECDSA_SIG, Deleter<ECDSA_SIG_free>> pair(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(raw.data(), kHalf, nullptr);
  BIGNUM* s = BN_bin2bn(raw.data() + kHalf, kHalf, nullptr);
  if (pair == nullptr || ECDSA_SIG_set0(pair.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return {};
  }
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  const DerBytes owner(der);
  return size <= 0 ? std::string() : std::string(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
}

bool verify_once(EVP_PKEY* key, const EVP_MD* type, ByteView message, ByteView signature) {
  const DigestContext context(EVP_MD_CTX_new());
  const bool good = context != nullptr && EVP_DigestVerifyInit(context.get(), nullptr, type, nullptr, key) == 1 &&
                    EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
  ERR_clear_error();
  return good;
}

bool says(std::string_view pem, std::string_view label) { return pem.find(label) != std::string_view::npos; }

}  // namespace

Result<PublicKey> PublicKey::of(std::shared_ptr<evp_pkey_st> key) {
  if (EVP_PKEY_is_a(key.get(), "ED25519") != 1 && !is_p256(key.get())) return unsupported(key.get());
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key.get(), &der);
  const DerBytes owner(der);
  if (size <= 0) return Error{"key-malformed", "libcrypto cannot write the public half of the key"};
  PublicKey out;
  out.keyid_ = sha256_hex({der, static_cast<std::size_t>(size)});
  out.key_ = std::move(key);
  return out;
}

Result<PublicKey> PublicKey::from_pem(std::string_view pem) {
  if (says(pem, "PRIVATE KEY-----"))
    return Error{"key-private", "is a private key; a signature is checked with the public one: openssl pkey -in FILE -pubout"};
  if (says(pem, "-----BEGIN CERTIFICATE"))
    return Error{"key-malformed", "is a certificate; the key alone is used: openssl x509 -in FILE -noout -pubkey"};
  const Bio bio = reader(pem);
  std::shared_ptr<EVP_PKEY> key(bio == nullptr ? nullptr : PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  ERR_clear_error();
  if (key == nullptr) return Error{"key-malformed", "is no public key in PEM (-----BEGIN PUBLIC KEY-----)"};
  return of(std::move(key));
}

bool PublicKey::verifies(ByteView message, ByteView signature) const {
  if (algorithm() == "Ed25519") return verify_once(key_.get(), nullptr, message, signature);
  if (verify_once(key_.get(), EVP_sha256(), message, signature)) return true;
  if (signature.size() != 64) return false;
  const std::string der = to_der(signature);
  return !der.empty() && verify_once(key_.get(), EVP_sha256(), message, as_bytes(der));
}

std::string_view PublicKey::algorithm() const { return EVP_PKEY_is_a(key_.get(), "ED25519") == 1 ? "Ed25519" : "ECDSA P-256"; }

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem, std::optional<std::string_view> passphrase) {
  if (says(pem, "-----BEGIN PUBLIC KEY")) return Error{"key-malformed", "is a public key; signing needs the private one"};
  const Bio bio = reader(pem);
  Passphrase secret{passphrase};
  std::shared_ptr<EVP_PKEY> key(bio == nullptr ? nullptr : PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, &secret),
                                EVP_PKEY_free);
  ERR_clear_error();
  if (key == nullptr && secret.asked && !passphrase) return Error{"key-encrypted", "the key is encrypted and no passphrase is given"};
  if (key == nullptr && secret.asked) return Error{"key-malformed", "the passphrase does not open the key"};
  if (key == nullptr) return Error{"key-malformed", "is no private key in PEM (-----BEGIN PRIVATE KEY-----)"};
  auto both = PublicKey::of(std::move(key));
  if (!both) return both.error();
  return PrivateKey(std::move(*both));
}

Result<std::string> PrivateKey::sign(ByteView message) const {
  EVP_PKEY* key = public_key_.key_.get();
  const EVP_MD* type = public_key_.algorithm() == "Ed25519" ? nullptr : EVP_sha256();
  const DigestContext context(EVP_MD_CTX_new());
  std::array<unsigned char, 256> raw{};
  std::size_t size = raw.size();
  const bool good = context != nullptr && EVP_DigestSignInit(context.get(), nullptr, type, nullptr, key) == 1 &&
                    EVP_DigestSign(context.get(), raw.data(), &size, message.data(), message.size()) == 1;
  ERR_clear_error();
  if (!good) return Error{"signing-failed", "libcrypto cannot sign with this key (is a FIPS policy in force?)"};
  return std::string(reinterpret_cast<const char*>(raw.data()), size);
}

}  // namespace souptrace
