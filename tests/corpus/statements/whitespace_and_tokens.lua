local a=1;local b=2 print(a,b)local t={[1]=a;[2]=b,}print(#t)
print(a+b,a-b,a*b,a/b,a..b,a==b,a~=b,a<b,a<=b,a>b,a>=b,a//b,a%b,a^b,a&b,a|b,a~b,a<<b,a>>b,-a,~a,#t,not a)
print(1 ..2, a..b, 1 .. 2, t[1]..t[2], 3-(-3), 3- -3, 5//2, 0xA, 0xAp1, 1e2, .5)
local f=function(...)return...end print(f(1,2))print((f(1,2)))do local x=1;;local y=2;print(x,y)end
if a==1 then print"one"elseif a==2 then print"two"else print"other"end while a<3 do a=a+1 end print(a)
for i=1,3 do io.write(i," ")end print()for k,v in pairs{10} do print(k,v)end repeat a=a-1 until a==0 print(a)
goto l1 ::l1::print("label")do::l2::end print[[x]]print'y'
local o={f=function(self,x)return x end}print(o:f(1),o:f"s",o:f[[l]],o.f(o,2),o["f"](o,3),(o).f(o,4))
