// SPDX-License-Identifier: Apache-2.0
#include "base/path.hpp"
#include "launcher/process.hpp"
#include "launcher/record.hpp"

namespace souptrace::launcher {
namespace {

std::string links_directory(const RecordPlace& place) {
  return path::join(place.state, "links");
}

std::string set_aside_name(const RecordPlace& place) {
  return place.final() + ".old-" + std::to_string(process_id());
}

/// Takes the present record away in one step, then removes its files: nobody ever sees a part of it.
void remove_final(const RecordPlace& place) {
  const std::string aside = set_aside_name(place);
  remove_directory(aside);
  if (rename_path(place.final(), aside)) remove_directory(aside);
}

}  // namespace

std::string RecordPlace::final() const {
  return path::join(path::join(state, "links"), key);
}

std::string RecordPlace::report(std::string_view name) const {
  return path::join(temporary, name);
}

std::string spelled_working_directory(Host& host, const std::string& state) {
  std::string here = host.current_directory();
  const std::string build(path::parent(path::parent(state)));
  if (path::is_below(here, build)) return here;
  const auto real = host.real_path(build);
  if (!real || !path::is_below(here, *real)) return here;
  return path::normalize(path::join(build, path::below(here, *real)));
}

std::string linker_spelling(Host& host, const RecordPlace& place) {
  if (place.temporary.find('%') == std::string::npos) return place.temporary;
  const auto real = host.real_path(place.temporary);
  return real ? path::relative(*real, host.current_directory()) : place.temporary;
}

Status prepare_place(Host& host, const RecordPlace& place) {
  const std::string links = links_directory(place);
  remove_leftovers(links, place.key);
  remove_final(place);
  remove_directory(place.temporary);
  if (make_directory(place.temporary)) return Done{};
  if (Status made = host.make_directories(links); !made) return made;
  return make_directory(place.temporary);
}

Status store_record(const RecordPlace& place, const formats::LinkLog& log) {
  if (Status written = write_file(place.report("record"), formats::format_link_log(log)); !written)
    return written;
  Status moved = Done{};
  // A second link of the same output may put its record there between the two steps.
  for (int attempt = 0; attempt < 4; ++attempt) {
    moved = rename_path(place.temporary, place.final());
    if (moved) return touch(path::join(links_directory(place), "changed"));
    remove_final(place);
  }
  return moved;
}

void discard_record(const RecordPlace& place) {
  remove_final(place);
  remove_directory(place.temporary);
}

}  // namespace souptrace::launcher
