#include "reporters/report/id_groups.h"

#include <algorithm>
#include <string_view>

#include "reporters/text/text.h"

namespace gpupeak {
namespace {

using IdGroupsParts = std::vector<std::string>;

// "matmul/dtype=f32/m=64" → matmul, dtype=f32, m=64
IdGroupsParts id_groups_parts(std::string_view id) {
  IdGroupsParts parts;
  for (size_t slash; (slash = id.find('/')) != std::string_view::npos; id.remove_prefix(slash + 1))
    parts.emplace_back(id.substr(0, slash));
  parts.emplace_back(id);
  return parts;
}

void name_members(IdGroup& group, const std::vector<IdGroupsParts>& ids) {
  const IdGroupsParts& first = ids[group.members.front()];
  std::vector<bool> shared(first.size());
  for (size_t part = 0; part < first.size(); ++part) {
    shared[part] = std::ranges::all_of(group.members, [&](size_t i) { return ids[i][part] == first[part]; });
    if (shared[part]) group.shared.push_back(first[part]);
  }
  for (const size_t i : group.members) {
    std::string name;
    for (size_t part = 0; part < first.size(); ++part)
      if (!shared[part]) name += (name.empty() ? "" : "/") + ids[i][part];
    group.names.push_back(name.empty() ? ids[i].back() : name);
  }
}

}  // namespace

std::vector<IdGroup> grouped_ids(const std::vector<std::string>& ids) {
  std::vector<IdGroupsParts> parts;
  for (const std::string& id : ids) parts.push_back(id_groups_parts(id));
  std::vector<IdGroup> groups;
  for (size_t i = 0; i < ids.size(); ++i) {
    const bool joins = !groups.empty() && parts[i].size() == parts[i - 1].size() && parts[i][0] == parts[i - 1][0];
    if (!joins) groups.emplace_back();
    groups.back().members.push_back(i);
  }
  for (IdGroup& group : groups) name_members(group, parts);
  return groups;
}

std::string caption(const IdGroup& group, const Style& style) {
  std::string text;
  for (const std::string& part : group.shared)
    text += (text.empty() ? "" : std::string(glyphs(style).dot)) + shown(part, style);
  return text;
}

}  // namespace gpupeak
