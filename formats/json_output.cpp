// Numbers are written with the fewest digits that read back as the same double, so that writing what was read changes
// nothing.
#include "formats/json_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/utf8.h"

namespace gpupeak {
namespace {

constexpr size_t line_length = 110;

template <class T>
void append_number(T value, std::string& out) {
  std::array<char, 32> digits;
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

// Most texts need no escapes, which saves a serializer for each.
void append_text(const std::string& text, std::string& out) {
  const auto plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
  if (!std::all_of(text.begin(), text.end(), plain)) {
    out += Json(text).dump();
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

void append_scalar(const Json& value, std::string& out) {
  if (value.is_string())
    append_text(value.get_ref<const std::string&>(), out);
  else if (value.is_number_unsigned())
    append_number(value.get<Json::number_unsigned_t>(), out);
  else if (value.is_number_integer())
    append_number(value.get<Json::number_integer_t>(), out);
  else if (value.is_number_float() && value.get<double>() != 0)
    append_number(value.get<double>(), out);
  else
    out += value.dump();  // null, true, false, and -0.0, which to_chars would make the integer -0
}

bool is_container(const Json& value) { return value.is_structured() && !value.empty(); }

bool all_numbers(const Json& value) {
  const auto plain = [](const Json& v) { return v.is_number() || v.is_null(); };
  return value.is_array() && std::all_of(value.begin(), value.end(), plain);
}

// Takes about what the value needs on one line from `room`; false as soon as that is not there.
bool fits(const Json& value, size_t& room) {
  constexpr size_t scalar = 12;
  const auto take = [&room](size_t length) {
    const bool enough = length <= room;
    room -= enough ? length : room;
    return enough;
  };
  if (value.is_string()) return take(value.get_ref<const std::string&>().size() + 4);
  if (!is_container(value)) return take(scalar);
  if (value.is_array()) return std::all_of(value.begin(), value.end(), [&](const Json& v) { return fits(v, room); });
  const auto& members = value.get_ref<const Json::object_t&>();
  return std::all_of(members.begin(), members.end(),
                     [&](const auto& member) { return take(member.first.size() + 6) && fits(member.second, room); });
}

void append(const Json& value, size_t indent, bool one_line, std::string& out) {
  if (!is_container(value)) {
    if (value.is_structured())
      out += value.is_array() ? "[]" : "{}";
    else
      append_scalar(value, out);
    return;
  }
  size_t room = line_length - std::min(indent, line_length);
  const bool flat = one_line || all_numbers(value) || fits(value, room);
  const auto break_line = [&](size_t spaces) {
    if (flat) return;
    out += '\n';
    out.append(spaces, ' ');
  };
  bool first = true;
  const auto begin_entry = [&] {
    if (!first) out += flat ? ", " : ",";
    break_line(indent + 2);
    first = false;
  };

  out += value.is_array() ? '[' : '{';
  if (value.is_array()) {
    for (const Json& item : value) {
      begin_entry();
      append(item, indent + 2, flat, out);
    }
  } else {
    for (const auto& [key, member] : value.get_ref<const Json::object_t&>()) {
      begin_entry();
      append_text(key, out);
      out += ": ";
      append(member, indent + 2, flat, out);
    }
  }
  break_line(indent);
  out += value.is_array() ? ']' : '}';
}

}  // namespace

Json number(double value, std::string_view field) {
  if (!std::isfinite(value))
    throw FormatError(
        fmt::format("{} is {}, which JSON cannot hold; please report this as a bug of gpupeak", field, value));
  return number_or_null(value);
}

Json number_or_null(double value) {
  if (!std::isfinite(value)) return nullptr;
  constexpr double exact = 0x1p53;
  const bool whole = std::abs(value) <= exact && std::trunc(value) == value && !(value == 0 && std::signbit(value));
  return whole ? Json(static_cast<Json::number_integer_t>(value)) : Json(value);
}

Json text_value(std::string_view bytes) { return valid_utf8(bytes); }

Json texts_value(const std::vector<std::string>& texts) {
  Json array = Json::array();
  for (const std::string& text : texts) array.push_back(text_value(text));
  return array;
}

Json object(std::initializer_list<Member> members) {
  Json::object_t all;
  all.reserve(members.size());
  for (const Member& member : members) all.emplace_back(member.key, std::move(member.value));
  return all;
}

std::string layout(const Json& value) {
  std::string out;
  append(value, 0, false, out);
  out += '\n';
  return out;
}

void append_layout(const Json& value, size_t indent, std::string& out) { append(value, indent, false, out); }

void append_on_one_line(const Json& value, std::string& out) { append(value, 0, true, out); }

}  // namespace gpupeak
