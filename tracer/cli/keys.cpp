// SPDX-License-Identifier: Apache-2.0
#include "cli/keys.hpp"

#include <CLI/CLI.hpp>

#include "base/text.hpp"

namespace souptrace::cli {
namespace {

constexpr std::uint64_t kLargestKey = std::uint64_t{64} * 1024;

/// A key file's bytes, overwritten at the end.
class SecretFile {
 public:
  enum class What { public_key, private_key, passphrase };

  static Result<SecretFile> read(Host& host, const std::string& path, What what) {
    const auto stat = host.stat(path);
    if (!stat) return stat.error();
    if (stat->kind == FileKind::directory) return Error{"key-malformed", path + ": is a directory: name the key's file"};
    if (stat->size > kLargestKey) return Error{"key-malformed", path + ": is larger than 64 KiB: no key"};
    auto file = host.read(path);
    if (!file) return file.error();
    SecretFile out(std::move(*file));
    // A public key, or what is no key at all, is not worth hiding: it is refused for what it is.
    const bool is_worth_hiding = what == What::passphrase || out.text().find("PRIVATE KEY") != std::string_view::npos;
    if (what != What::public_key && is_worth_hiding && (stat->mode & 077U) != 0)
      return Error{"key-open", path + ": its group or others may use this file: chmod 600 " + path};
    return out;
  }
  SecretFile(SecretFile&&) = default;
  SecretFile& operator=(SecretFile&&) = delete;
  ~SecretFile() {
    if (file_) file_->wipe();
  }
  [[nodiscard]] std::string_view text() const { return file_->text(); }

 private:
  explicit SecretFile(std::shared_ptr<FileBytes> file) : file_(std::move(file)) {}
  std::shared_ptr<FileBytes> file_;
};

Error about(const std::string& path, const Error& error) { return {error.code, path + ": " + error.text}; }

/// The program's own words, in one line that is not too long.
std::string last_words(const std::string& err) {
  const std::string text = printable(trim(err));
  return text.empty() ? "" : ": " + text.substr(0, 500);
}

Error usage(const char* text) { return {"usage", text}; }

}  // namespace

void add_sign_options(CLI::App& command, SignOptions& options) {
  command.add_option("-k,--key", options.key, "Private key in PEM, Ed25519 or ECDSA P-256; only its owner may read the file");
  command.add_option("--passphrase-file", options.passphrase_file, "File whose first line opens an encrypted key");
  command.add_option("--sign-command", options.command,
                     "Program that signs instead (an HSM's): gets the bytes on standard input and prints the raw signature");
  command.add_option("--sign-argument", options.arguments, "An argument of that program, as --sign-argument=TEXT; may be repeated")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command.add_option("--public-key", options.public_key, "Public key in PEM with which the program's signatures are checked");
}

Result<PublicKey> read_public_key(Host& host, const std::string& path) {
  const auto file = SecretFile::read(host, path, SecretFile::What::public_key);
  if (!file) return file.error();
  auto key = PublicKey::from_pem(file->text());
  if (!key) return about(path, key.error());
  return key;
}

Result<PrivateKey> read_private_key(Host& host, const std::string& path, const std::string& passphrase_file) {
  const auto file = SecretFile::read(host, path, SecretFile::What::private_key);
  if (!file) return file.error();
  if (passphrase_file.empty()) {
    auto key = PrivateKey::from_pem(file->text());
    if (!key && key.error().code == "key-encrypted") return about(path, {"key-encrypted", key.error().text + ": use --passphrase-file"});
    if (!key) return about(path, key.error());
    return key;
  }
  const auto passphrase = SecretFile::read(host, passphrase_file, SecretFile::What::passphrase);
  if (!passphrase) return passphrase.error();
  std::string_view rest = passphrase->text();
  auto key = PrivateKey::from_pem(file->text(), next_line(rest).value_or(""));
  if (!key) return about(path, key.error());
  return key;
}

Result<Signer> Signer::open(Host& host, const SignOptions& options) {
  if (!options.given()) return usage("no key: name it with --key, or a program that signs with --sign-command");
  if (!options.key.empty() && !options.command.empty()) return usage("--key and --sign-command exclude each other");
  if (!options.key.empty()) {
    auto key = read_private_key(host, options.key, options.passphrase_file);
    if (!key) return key.error();
    Signer out(host, key->public_key());
    out.private_key_ = std::move(*key);
    return out;
  }
  if (options.public_key.empty()) return usage("--sign-command needs --public-key, so that its signatures can be checked");
  auto key = read_public_key(host, options.public_key);
  if (!key) return key.error();
  Signer out(host, std::move(*key));
  out.command_ = options.arguments;
  out.command_.insert(out.command_.begin(), options.command);
  return out;
}

Result<std::string> Signer::sign(std::string_view message) const {
  Result<std::string> signature = std::string();
  if (private_key_) {
    signature = private_key_->sign(as_bytes(message));
  } else {
    auto ran = host_->run({.argv = command_, .input = std::string(message)});
    if (!ran) return ran.error();
    if (ran->exit_code != 0)
      return Error{"signing-failed",
                   command_.front() + ": ended with exit code " + std::to_string(ran->exit_code) + last_words(ran->err)};
    signature = std::move(ran->out);
  }
  if (!signature) return signature;
  if (!public_key_.verifies(as_bytes(message), as_bytes(*signature)))
    return Error{"signature-wrong", (private_key_ ? "the key" : command_.front()) +
                                        ": gave a signature that the public key does not confirm: is it raw, and of this key?"};
  return signature;
}

}  // namespace souptrace::cli
