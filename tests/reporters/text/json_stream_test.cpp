#include "reporters/text/json_stream.h"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

namespace gpupeak {
namespace {

template <class Write>
std::string stream(Write write) {
  std::ostringstream out;
  JsonStream json(out);
  write(json);
  json.flush();
  return out.str();
}

TEST(JsonStream, SeparatesValuesAndNestsThem) {
  EXPECT_EQ(stream([](JsonStream& j) {
              j.object().text("a", "x").key("b").array().whole(1).boolean(true).object().end().end().end();
            }),
            "{\"a\":\"x\",\"b\":[1,true,{}]}");
}

TEST(JsonStream, BreaksLinesBetweenValuesOnly) {
  EXPECT_EQ(stream([](JsonStream& j) { j.array().line().whole(1).line().whole(2).line().end().line(); }),
            "[\n1,\n2\n]\n");
}

TEST(JsonStream, HasNullForWhatIsNoNumber) {
  EXPECT_EQ(stream([](JsonStream& j) {
              j.array().number(NAN).number(INFINITY).number(std::nullopt).number(0.1).number(1e300).end();
            }),
            "[null,null,null,0.1,1e+300]");
}

TEST(JsonStream, EscapesKeysToo) {
  EXPECT_EQ(stream([](JsonStream& j) { j.object().whole("a\"b\n", 1).end(); }), "{\"a\\\"b \":1}");
}

}  // namespace
}  // namespace gpupeak
