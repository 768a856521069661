// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "write/profile_rules.hpp"

// The questions of the profiles, each answered from what the document would have.
namespace souptrace::write::answers {

// Of the document.
[[nodiscard]] Answer author(const ProfileDocument&, const ProfileItem&);
/// An e-mail or web address of the author too.
[[nodiscard]] Answer author_address(const ProfileDocument&, const ProfileItem&);
[[nodiscard]] Answer time(const ProfileDocument&, const ProfileItem&);
/// Every document has it: its format, version, tool, life cycle phase, relationships, what is complete.
[[nodiscard]] Answer always(const ProfileDocument&, const ProfileItem&);
[[nodiscard]] Answer tool_version(const ProfileDocument&, const ProfileItem&);
/// Of a version that is not superseded: CycloneDX from 1.6, SPDX from 3.0.1.
[[nodiscard]] Answer current_format(const ProfileDocument&, const ProfileItem&);
/// Not for this document to say.
[[nodiscard]] Answer elsewhere(const ProfileDocument&, const ProfileItem&);

// Of the binary and the components.
[[nodiscard]] Answer supplier(const ProfileDocument&, const ProfileItem&);
[[nodiscard]] Answer supplier_address(const ProfileDocument&, const ProfileItem&);
[[nodiscard]] Answer name(const ProfileDocument&, const ProfileItem&);
[[nodiscard]] Answer version(const ProfileDocument&, const ProfileItem&);
/// A purl, CPE or SWHID; of the binary, and of what has neither owner nor package, the content's identifier.
[[nodiscard]] Answer identifier(const ProfileDocument&, const ProfileItem&);
/// The same, the content's identifier not counted.
[[nodiscard]] Answer package_identifier(const ProfileDocument&, const ProfileItem&);
[[nodiscard]] Answer sha256(const ProfileDocument&, const ProfileItem&);
/// Not asked of what the environment provides: BSI TR-03183-2 5.1 asks less of the first component outside.
[[nodiscard]] Answer sha512(const ProfileDocument&, const ProfileItem&);
[[nodiscard]] Answer filename(const ProfileDocument&, const ProfileItem&);
[[nodiscard]] Answer license(const ProfileDocument&, const ProfileItem&);
/// The next two are not asked of what the environment provides either.
[[nodiscard]] Answer distribution_license(const ProfileDocument&, const ProfileItem&);
[[nodiscard]] Answer concluded_license(const ProfileDocument&, const ProfileItem&);
[[nodiscard]] Answer source(const ProfileDocument&, const ProfileItem&);
/// All inputs of the link are accounted for, so that what is listed can be called complete.
[[nodiscard]] Answer complete(const ProfileDocument&, const ProfileItem&);
/// The FDA takes the next two in an addendum as well, and what people watch for years belongs there.
[[nodiscard]] Answer support_level(const ProfileDocument&, const ProfileItem&);
[[nodiscard]] Answer end_of_support(const ProfileDocument&, const ProfileItem&);

}  // namespace souptrace::write::answers
