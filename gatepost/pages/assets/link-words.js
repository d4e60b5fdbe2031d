const WORDS = {
  "en": {
    "activation": {
      "title": "Activate your account",
      "text": "One more click, and your account is ready.",
      "button": "Activate the account",
      "done": "Your account is active",
      "after": "You can log in now.",
      "ended": "The password of the registration no longer works, because this link was opened on another device. Your app lets you choose a new one: ask it for help with a forgotten password."
    },
    "login": {
      "title": "Log in",
      "text": "Go on only if it was you who asked for this link.",
      "button": "Log in",
      "done": "You are logged in",
      "after": "Your app may ask you for these tokens. Whoever has them is logged in as you, so give them to nobody else."
    },
    "reset": {
      "title": "Choose a new password",
      "text": "All devices are logged out when the password changes.",
      "button": "Save the password",
      "done": "Your password was changed",
      "after": "You can log in with it now."
    },
    "change": {
      "title": "Confirm your new address",
      "text": "The address at which this link reached you becomes the address of your account.",
      "button": "Confirm the address",
      "done": "Your address is confirmed",
      "after": "From now on it is the address of your account."
    },
    "undo": {
      "title": "Undo the change",
      "text": "Your account gets its former address back. All devices are logged out, and its password stops working.",
      "button": "Undo the change",
      "done": "The change was undone",
      "after": "A message is on its way to this address. Please choose a new password with it."
    },
    "invitation": {
      "title": "Open your account",
      "text": "You are invited. Choose a username and a password: the account gets the address at which this link reached you.",
      "button": "Open the account",
      "done": "Your account is open",
      "after": "You can log in now."
    },
    "lost_factor": {
      "title": "My second factor is lost",
      "text": "After a waiting time all second factors and recovery codes of your account are removed. All your addresses are told, and each of them can stop it.",
      "button": "Remove my second factors",
      "done": "The waiting time has begun",
      "after": "A message tells you when it ends. If you find a factor again, log in with it: that stops the removal."
    },
    "keep_factors": {
      "title": "Keep your second factors",
      "text": "Somebody said that they are lost. With this, they stay.",
      "button": "Keep my second factors",
      "done": "Your second factors stay",
      "after": "Please choose a new password: somebody else knows yours, or reads your messages."
    },
    "undo_way_in": {
      "title": "Undo the change",
      "text": "Your second factors, passkeys and linked accounts become what they were before this change, and later changes of them are undone, too. All devices are logged out.",
      "button": "Undo the change",
      "done": "The change was undone",
      "after": "Please choose a new password: somebody else has access to your account."
    },
    "none": {
      "title": "This link is not complete",
      "text": "Please open the link in our message again."
    },
    "username": "Username",
    "new_password": "New password",
    "repeated": "The same password again",
    "show": "Show the password",
    "differ": "The two passwords are not the same.",
    "failed": "The service cannot be reached. Please try again.",
    "access_token": "Access token",
    "refresh_token": "Refresh token",
    "copy": "Copy",
    "copied": "Copied",
    "back": "Go on to the app",
    "rule": "At least {n} characters. Several words are good; common passwords and your own names are refused.",
    "refusals": {
      "invalid_proof": "This code or link is not valid, or no longer.",
      "username_taken": "This username is taken.",
      "email_taken": "This e-mail address is taken.",
      "mobile_taken": "This mobile number is taken.",
      "sign_up_closed": "Nobody can register here at present.",
      "not_offered": "This service does not offer this.",
      "account_not_active": "This account is not active.",
      "too_many_requests": "Too many requests: please wait a moment.",
      "unavailable": "The service is busy: please try again in a moment.",
      "other": "This did not work. Please try again later."
    },
    "reasons": {
      "Use at least {n} characters.": "Use at least {n} characters.",
      "This is one of the most common passwords, or one repeated: choose another.": "This is one of the most common passwords, or one repeated: choose another.",
      "Do not use your own names or numbers, or the name of this service.": "Do not use your own names or numbers, or the name of this service.",
      "This password is too easy to guess: use more words, or less usual ones.": "This password is too easy to guess: use more words, or less usual ones.",
      "This password is known from a data breach: choose another.": "This password is known from a data breach: choose another.",
      "Choose one that differs from the old password.": "Choose one that differs from the old password.",
      "You have used this password before: choose another.": "You have used this password before: choose another.",
      "Use only letters, digits and . _ + -": "Use only letters, digits and . _ + -",
      "Use 1 to {n} characters.": "Use 1 to {n} characters."
    }
  },
  "ar": {
    "activation": {
      "title": "تفعيل حسابك",
      "text": "نقرة واحدة أخرى ويصبح حسابك جاهزًا.",
      "button": "تفعيل الحساب",
      "done": "تم تفعيل حسابك",
      "after": "يمكنك الآن تسجيل الدخول.",
      "ended": "لم تعد كلمة المرور التي اخترتها عند التسجيل صالحة، لأن هذا الرابط فُتح على جهاز آخر. اختر كلمة مرور جديدة في تطبيقك عبر «نسيت كلمة المرور»."
    },
    "login": {
      "title": "تسجيل الدخول",
      "text": "لا تتابع إلا إذا كنت أنت من طلب هذا الرابط.",
      "button": "تسجيل الدخول",
      "done": "تم تسجيل دخولك",
      "after": "قد يطلب منك تطبيقك هذين الرمزين المميزين. من يملكهما يدخل باسمك، فلا تعطهما لأي شخص آخر."
    },
    "reset": {
      "title": "اختيار كلمة مرور جديدة",
      "text": "عند تغيير كلمة المرور يُسجَّل الخروج من جميع الأجهزة.",
      "button": "حفظ كلمة المرور",
      "done": "تم تغيير كلمة المرور",
      "after": "يمكنك الآن تسجيل الدخول بها."
    },
    "change": {
      "title": "تأكيد عنوانك الجديد",
      "text": "سيصبح العنوان الذي وصلك عليه هذا الرابط عنوان حسابك.",
      "button": "تأكيد العنوان",
      "done": "تم تأكيد عنوانك",
      "after": "من الآن فصاعدًا هو عنوان حسابك."
    },
    "undo": {
      "title": "التراجع عن التغيير",
      "text": "سيستعيد حسابك عنوانه السابق. يُسجَّل الخروج من جميع الأجهزة، ولن تعود كلمة المرور صالحة.",
      "button": "التراجع عن التغيير",
      "done": "تم التراجع عن التغيير",
      "after": "نرسل الآن رسالة إلى هذا العنوان. يُرجى استخدامها لاختيار كلمة مرور جديدة."
    },
    "invitation": {
      "title": "فتح حسابك",
      "text": "لديك دعوة. اختر اسم مستخدم وكلمة مرور: سيحمل الحساب العنوان الذي وصلك عليه هذا الرابط.",
      "button": "فتح الحساب",
      "done": "تم فتح حسابك",
      "after": "يمكنك الآن تسجيل الدخول."
    },
    "lost_factor": {
      "title": "فقدت وسيلة التحقق الثانية",
      "text": "بعد فترة انتظار تُزال جميع وسائل التحقق الثانية ورموز الاسترداد من حسابك. يُبلَّغ بذلك جميع عناوينك، ويمكن إيقافه من أي منها.",
      "button": "إزالة وسائل التحقق الثانية",
      "done": "بدأت فترة الانتظار",
      "after": "ستخبرك رسالة بموعد انتهائها. إذا عثرت على إحدى الوسائل، فسجّل الدخول بها: بذلك تتوقف الإزالة."
    },
    "keep_factors": {
      "title": "الإبقاء على وسائل التحقق الثانية",
      "text": "أبلغ شخص ما عن فقدانها. بهذا تبقى كما هي.",
      "button": "الإبقاء على وسائل التحقق الثانية",
      "done": "ستبقى وسائل التحقق الثانية",
      "after": "يُرجى اختيار كلمة مرور جديدة: فهناك من يعرف كلمة مرورك أو يقرأ رسائلك."
    },
    "undo_way_in": {
      "title": "التراجع عن التغيير",
      "text": "تعود وسائل التحقق الثانية ومفاتيح المرور والحسابات المرتبطة إلى ما كانت عليه قبل هذا التغيير، ويُتراجع أيضًا عن التغييرات اللاحقة عليها. يُسجَّل الخروج من جميع الأجهزة.",
      "button": "التراجع عن التغيير",
      "done": "تم التراجع عن التغيير",
      "after": "يُرجى اختيار كلمة مرور جديدة: فهناك شخص آخر يستطيع الدخول إلى حسابك."
    },
    "none": {
      "title": "هذا الرابط غير مكتمل",
      "text": "يُرجى فتح الرابط الموجود في رسالتنا مرة أخرى."
    },
    "username": "اسم المستخدم",
    "new_password": "كلمة المرور الجديدة",
    "repeated": "كلمة المرور نفسها مرة أخرى",
    "show": "إظهار كلمة المرور",
    "differ": "كلمتا المرور غير متطابقتين.",
    "failed": "تعذّر الوصول إلى الخدمة. يُرجى المحاولة مرة أخرى.",
    "access_token": "رمز الوصول",
    "refresh_token": "رمز التحديث",
    "copy": "نسخ",
    "copied": "تم النسخ",
    "back": "المتابعة إلى التطبيق",
    "rule": "عدد الأحرف: {n} على الأقل. يُستحسن استخدام عدة كلمات؛ أما كلمات المرور الشائعة وأسماؤك الشخصية فمرفوضة.",
    "refusals": {
      "invalid_proof": "هذا الرمز أو الرابط غير صالح، أو لم يعد صالحًا.",
      "username_taken": "اسم المستخدم هذا مستخدم بالفعل.",
      "email_taken": "هذا البريد الإلكتروني مستخدم في حساب آخر.",
      "mobile_taken": "رقم الجوال هذا مستخدم في حساب آخر.",
      "sign_up_closed": "التسجيل هنا مغلق حاليًا.",
      "not_offered": "لا تقدّم هذه الخدمة ذلك.",
      "account_not_active": "هذا الحساب غير مفعَّل.",
      "too_many_requests": "طلبات كثيرة جدًا: يُرجى الانتظار قليلًا.",
      "unavailable": "الخدمة مشغولة: يُرجى المحاولة مرة أخرى بعد لحظات.",
      "other": "لم تنجح العملية. يُرجى المحاولة مرة أخرى لاحقًا."
    },
    "reasons": {
      "Use at least {n} characters.": "الحد الأدنى لعدد الأحرف هو {n}.",
      "This is one of the most common passwords, or one repeated: choose another.": "هذه من أكثر كلمات المرور شيوعًا، أو تكرار لإحداها: اختر كلمة أخرى.",
      "Do not use your own names or numbers, or the name of this service.": "لا تستخدم أسماءك أو أرقامك أو اسم هذه الخدمة.",
      "This password is too easy to guess: use more words, or less usual ones.": "كلمة المرور هذه سهلة التخمين: استخدم كلمات أكثر أو أقل شيوعًا.",
      "This password is known from a data breach: choose another.": "كلمة المرور هذه معروفة من تسريب للبيانات: اختر كلمة أخرى.",
      "Choose one that differs from the old password.": "اختر كلمة مرور تختلف عن السابقة.",
      "You have used this password before: choose another.": "سبق لك استخدام كلمة المرور هذه: اختر كلمة أخرى.",
      "Use only letters, digits and . _ + -": "استخدم الحروف والأرقام والرموز . _ + - فقط.",
      "Use 1 to {n} characters.": "يجب أن يكون عدد الأحرف من 1 إلى {n}."
    }
  },
  "bn": {
    "activation": {
      "title": "আপনার অ্যাকাউন্ট সক্রিয় করুন",
      "text": "আর একটি ক্লিক করলেই আপনার অ্যাকাউন্ট প্রস্তুত।",
      "button": "অ্যাকাউন্ট সক্রিয় করুন",
      "done": "আপনার অ্যাকাউন্ট সক্রিয় হয়েছে",
      "after": "এখন আপনি লগ ইন করতে পারেন।",
      "ended": "নিবন্ধনের সময় দেওয়া পাসওয়ার্ড আর কাজ করবে না, কারণ এই লিংকটি অন্য একটি ডিভাইসে খোলা হয়েছে। আপনার অ্যাপে “পাসওয়ার্ড ভুলে গেছি” বেছে নিয়ে নতুন পাসওয়ার্ড দিন।"
    },
    "login": {
      "title": "লগ ইন করুন",
      "text": "লিংকটি আপনি নিজে চেয়ে থাকলে তবেই এগিয়ে যান।",
      "button": "লগ ইন করুন",
      "done": "আপনি লগ ইন করেছেন",
      "after": "আপনার অ্যাপ এই টোকেনগুলো চাইতে পারে। এগুলো যার কাছে থাকে সে-ই আপনার পরিচয়ে লগ ইন থাকে, তাই অন্য কাউকে দেবেন না।"
    },
    "reset": {
      "title": "নতুন পাসওয়ার্ড দিন",
      "text": "পাসওয়ার্ড পরিবর্তন হলে সব ডিভাইস থেকে লগ আউট হয়ে যাবে।",
      "button": "পাসওয়ার্ড সংরক্ষণ করুন",
      "done": "আপনার পাসওয়ার্ড পরিবর্তন করা হয়েছে",
      "after": "এখন এটি দিয়ে লগ ইন করতে পারেন।"
    },
    "change": {
      "title": "আপনার নতুন ঠিকানা নিশ্চিত করুন",
      "text": "যে ঠিকানায় এই লিংকটি পেয়েছেন, সেটি আপনার অ্যাকাউন্টের ঠিকানা হবে।",
      "button": "ঠিকানা নিশ্চিত করুন",
      "done": "আপনার ঠিকানা নিশ্চিত হয়েছে",
      "after": "এখন থেকে এটিই আপনার অ্যাকাউন্টের ঠিকানা।"
    },
    "undo": {
      "title": "পরিবর্তন বাতিল করুন",
      "text": "আপনার অ্যাকাউন্ট আগের ঠিকানা ফিরে পাবে। সব ডিভাইস থেকে লগ আউট হয়ে যাবে এবং বর্তমান পাসওয়ার্ড আর কাজ করবে না।",
      "button": "পরিবর্তন বাতিল করুন",
      "done": "পরিবর্তনটি বাতিল করা হয়েছে",
      "after": "এই ঠিকানায় একটি বার্তা পাঠানো হচ্ছে। সেটি দিয়ে নতুন পাসওয়ার্ড দিন।"
    },
    "invitation": {
      "title": "আপনার অ্যাকাউন্ট খুলুন",
      "text": "আপনাকে আমন্ত্রণ জানানো হয়েছে। একটি ইউজারনেম ও পাসওয়ার্ড বেছে নিন: যে ঠিকানায় এই লিংকটি এসেছে, অ্যাকাউন্টে সেটিই থাকবে।",
      "button": "অ্যাকাউন্ট খুলুন",
      "done": "আপনার অ্যাকাউন্ট তৈরি হয়েছে",
      "after": "এখন আপনি লগ ইন করতে পারেন।"
    },
    "lost_factor": {
      "title": "আমার দ্বিতীয় ধাপের যাচাই হারিয়েছে",
      "text": "অপেক্ষার সময় শেষে আপনার অ্যাকাউন্টের সব দ্বিতীয় ধাপের যাচাই ও পুনরুদ্ধার কোড সরানো হবে। আপনার সব ঠিকানায় জানানো হবে, এবং প্রতিটি থেকে এটি বন্ধ করা যাবে।",
      "button": "আমার দ্বিতীয় ধাপের যাচাই সরান",
      "done": "অপেক্ষার সময় শুরু হয়েছে",
      "after": "কখন তা শেষ হবে তা একটি বার্তায় জানানো হবে। যাচাইটি আবার খুঁজে পেলে সেটি দিয়ে লগ ইন করুন; তাতে সরানো বন্ধ হবে।"
    },
    "keep_factors": {
      "title": "আপনার দ্বিতীয় ধাপের যাচাই রাখুন",
      "text": "কেউ জানিয়েছেন যে সেগুলো হারিয়ে গেছে। এতে সেগুলো থেকে যাবে।",
      "button": "আমার দ্বিতীয় ধাপের যাচাই রাখুন",
      "done": "আপনার দ্বিতীয় ধাপের যাচাই থাকছে",
      "after": "একটি নতুন পাসওয়ার্ড দিন: অন্য কেউ আপনার পাসওয়ার্ড জানেন অথবা আপনার বার্তা পড়েন।"
    },
    "undo_way_in": {
      "title": "পরিবর্তন বাতিল করুন",
      "text": "আপনার দ্বিতীয় ধাপের যাচাই, পাসকি ও যুক্ত অ্যাকাউন্টগুলো এই পরিবর্তনের আগের মতো হবে, এবং পরের পরিবর্তনগুলোও বাতিল হবে। সব ডিভাইস থেকে লগ আউট হয়ে যাবে।",
      "button": "পরিবর্তন বাতিল করুন",
      "done": "পরিবর্তনটি বাতিল করা হয়েছে",
      "after": "একটি নতুন পাসওয়ার্ড দিন: অন্য কেউ আপনার অ্যাকাউন্টে ঢুকেছে।"
    },
    "none": {
      "title": "লিংকটি সম্পূর্ণ নয়",
      "text": "আমাদের বার্তার লিংকটি আবার খুলুন।"
    },
    "username": "ইউজারনেম",
    "new_password": "নতুন পাসওয়ার্ড",
    "repeated": "একই পাসওয়ার্ড আবার",
    "show": "পাসওয়ার্ড দেখান",
    "differ": "পাসওয়ার্ড দুটি এক নয়।",
    "failed": "পরিষেবাটির সঙ্গে সংযোগ করা যাচ্ছে না। আবার চেষ্টা করুন।",
    "access_token": "অ্যাক্সেস টোকেন",
    "refresh_token": "রিফ্রেশ টোকেন",
    "copy": "কপি করুন",
    "copied": "কপি হয়েছে",
    "back": "অ্যাপে ফিরে যান",
    "rule": "কমপক্ষে {n}টি অক্ষর। কয়েকটি শব্দ ভালো; প্রচলিত পাসওয়ার্ড এবং আপনার নিজের নাম গ্রহণ করা হয় না।",
    "refusals": {
      "invalid_proof": "লিংকটি আগে ব্যবহার করা হয়েছে, অথবা এর মেয়াদ শেষ। নতুন একটি চেয়ে নিন।",
      "username_taken": "এই ইউজারনেমটি অন্য একজনের।",
      "email_taken": "এই ই-মেইল ঠিকানাটি অন্য একটি অ্যাকাউন্টের।",
      "mobile_taken": "এই মোবাইল নম্বরটি অন্য একটি অ্যাকাউন্টের।",
      "sign_up_closed": "এখানে এখন নিবন্ধন বন্ধ।",
      "not_offered": "এই পরিষেবায় এটি নেই।",
      "account_not_active": "এই অ্যাকাউন্টটি সক্রিয় নয়।",
      "too_many_requests": "অনেক বেশি অনুরোধ। একটু অপেক্ষা করে আবার চেষ্টা করুন।",
      "unavailable": "পরিষেবাটি ব্যস্ত। একটু পরে আবার চেষ্টা করুন।",
      "other": "এটি করা যায়নি। পরে আবার চেষ্টা করুন।"
    },
    "reasons": {
      "Use at least {n} characters.": "কমপক্ষে {n}টি অক্ষর ব্যবহার করুন।",
      "This is one of the most common passwords, or one repeated: choose another.": "এটি সবচেয়ে প্রচলিত পাসওয়ার্ডগুলোর একটি, অথবা তার পুনরাবৃত্তি: অন্য একটি দিন।",
      "Do not use your own names or numbers, or the name of this service.": "নিজের নাম বা নম্বর, কিংবা এই পরিষেবার নাম ব্যবহার করবেন না।",
      "This password is too easy to guess: use more words, or less usual ones.": "এই পাসওয়ার্ডটি অনুমান করা খুব সহজ: আরও শব্দ বা কম প্রচলিত শব্দ ব্যবহার করুন।",
      "This password is known from a data breach: choose another.": "এই পাসওয়ার্ডটি ফাঁস হওয়া তথ্যে আছে: অন্য একটি দিন।",
      "Choose one that differs from the old password.": "আগের পাসওয়ার্ড থেকে আলাদা একটি দিন।",
      "You have used this password before: choose another.": "এই পাসওয়ার্ডটি আগে ব্যবহার করেছেন: অন্য একটি দিন।",
      "Use only letters, digits and . _ + -": "শুধু অক্ষর, অঙ্ক এবং . _ + - ব্যবহার করুন।",
      "Use 1 to {n} characters.": "১ থেকে {n}টি অক্ষর ব্যবহার করুন।"
    }
  },
  "de": {
    "activation": {
      "title": "Aktivieren Sie Ihr Konto",
      "text": "Noch ein Klick, und Ihr Konto ist bereit.",
      "button": "Konto aktivieren",
      "done": "Ihr Konto ist aktiv",
      "after": "Sie können sich jetzt anmelden.",
      "ended": "Das Passwort der Registrierung gilt nicht mehr, weil dieser Link auf einem anderen Gerät geöffnet wurde. Wählen Sie in Ihrer App über „Passwort vergessen“ ein neues."
    },
    "login": {
      "title": "Anmelden",
      "text": "Fahren Sie nur fort, wenn Sie diesen Link selbst angefordert haben.",
      "button": "Anmelden",
      "done": "Sie sind angemeldet",
      "after": "Ihre App fragt Sie vielleicht nach diesen Tokens. Wer sie hat, ist als Sie angemeldet; geben Sie sie sonst niemandem."
    },
    "reset": {
      "title": "Wählen Sie ein neues Passwort",
      "text": "Mit dem neuen Passwort werden alle Geräte abgemeldet.",
      "button": "Passwort speichern",
      "done": "Ihr Passwort wurde geändert",
      "after": "Sie können sich jetzt damit anmelden."
    },
    "change": {
      "title": "Bestätigen Sie Ihre neue Adresse",
      "text": "Die Adresse, unter der Sie diesen Link erhalten haben, wird die Adresse Ihres Kontos.",
      "button": "Adresse bestätigen",
      "done": "Ihre Adresse ist bestätigt",
      "after": "Sie ist ab jetzt die Adresse Ihres Kontos."
    },
    "undo": {
      "title": "Änderung rückgängig machen",
      "text": "Ihr Konto bekommt seine frühere Adresse zurück. Alle Geräte werden abgemeldet, und das Passwort gilt nicht mehr.",
      "button": "Änderung rückgängig machen",
      "done": "Die Änderung wurde rückgängig gemacht",
      "after": "Eine Nachricht ist unterwegs an diese Adresse. Bitte wählen Sie damit ein neues Passwort."
    },
    "invitation": {
      "title": "Eröffnen Sie Ihr Konto",
      "text": "Sie sind eingeladen. Wählen Sie Benutzernamen und Passwort: Das Konto erhält die Adresse, an die dieser Link ging.",
      "button": "Konto eröffnen",
      "done": "Ihr Konto ist eröffnet",
      "after": "Sie können sich jetzt anmelden."
    },
    "lost_factor": {
      "title": "Mein zweiter Faktor ist verloren",
      "text": "Nach einer Wartezeit werden alle zweiten Faktoren und Wiederherstellungscodes Ihres Kontos entfernt. Alle Ihre Adressen erfahren es, und jede kann es verhindern.",
      "button": "Meine zweiten Faktoren entfernen",
      "done": "Die Wartezeit hat begonnen",
      "after": "Eine Nachricht sagt Ihnen, wann sie endet. Wenn Sie einen Faktor wiederfinden, melden Sie sich damit an: Dann wird nichts entfernt."
    },
    "keep_factors": {
      "title": "Zweite Faktoren behalten",
      "text": "Jemand hat sie als verloren gemeldet. Damit bleiben sie.",
      "button": "Meine zweiten Faktoren behalten",
      "done": "Ihre zweiten Faktoren bleiben",
      "after": "Bitte wählen Sie ein neues Passwort: Jemand anderes kennt Ihres oder liest Ihre Nachrichten."
    },
    "undo_way_in": {
      "title": "Änderung rückgängig machen",
      "text": "Ihre zweiten Faktoren, Passkeys und verknüpften Konten werden, wie sie vor dieser Änderung waren; auch spätere Änderungen daran werden rückgängig gemacht. Alle Geräte werden abgemeldet.",
      "button": "Änderung rückgängig machen",
      "done": "Die Änderung wurde rückgängig gemacht",
      "after": "Bitte wählen Sie ein neues Passwort: Jemand anderes hat Zugriff auf Ihr Konto."
    },
    "none": {
      "title": "Dieser Link ist nicht vollständig",
      "text": "Bitte öffnen Sie den Link aus unserer Nachricht noch einmal."
    },
    "username": "Benutzername",
    "new_password": "Neues Passwort",
    "repeated": "Dasselbe Passwort noch einmal",
    "show": "Passwort anzeigen",
    "differ": "Die beiden Passwörter sind nicht gleich.",
    "failed": "Der Dienst ist nicht erreichbar. Bitte versuchen Sie es noch einmal.",
    "access_token": "Zugriffstoken",
    "refresh_token": "Erneuerungstoken",
    "copy": "Kopieren",
    "copied": "Kopiert",
    "back": "Weiter zur App",
    "rule": "Mindestens {n} Zeichen. Mehrere Wörter sind gut; häufige Passwörter und Ihre eigenen Namen werden abgelehnt.",
    "refusals": {
      "invalid_proof": "Dieser Link wurde schon verwendet oder ist abgelaufen. Lassen Sie sich einen neuen schicken.",
      "username_taken": "Dieser Benutzername ist vergeben.",
      "email_taken": "Diese E-Mail-Adresse gehört zu einem anderen Konto.",
      "mobile_taken": "Diese Mobilnummer gehört zu einem anderen Konto.",
      "sign_up_closed": "Zurzeit kann sich hier niemand registrieren.",
      "not_offered": "Dieser Dienst bietet das nicht an.",
      "account_not_active": "Dieses Konto ist nicht aktiv.",
      "too_many_requests": "Zu viele Anfragen. Bitte warten Sie einen Moment und versuchen Sie es noch einmal.",
      "unavailable": "Der Dienst ist ausgelastet. Bitte versuchen Sie es gleich noch einmal.",
      "other": "Das hat nicht geklappt. Bitte versuchen Sie es später noch einmal."
    },
    "reasons": {
      "Use at least {n} characters.": "Verwenden Sie mindestens {n} Zeichen.",
      "This is one of the most common passwords, or one repeated: choose another.": "Das ist eines der häufigsten Passwörter oder seine Wiederholung: Wählen Sie ein anderes.",
      "Do not use your own names or numbers, or the name of this service.": "Verwenden Sie weder eigene Namen oder Nummern noch den Namen dieses Dienstes.",
      "This password is too easy to guess: use more words, or less usual ones.": "Dieses Passwort ist zu leicht zu erraten: Nehmen Sie mehr oder seltenere Wörter.",
      "This password is known from a data breach: choose another.": "Dieses Passwort ist aus einem Datenleck bekannt: Wählen Sie ein anderes.",
      "Choose one that differs from the old password.": "Wählen Sie eines, das sich vom bisherigen unterscheidet.",
      "You have used this password before: choose another.": "Sie haben dieses Passwort schon einmal verwendet: Wählen Sie ein anderes.",
      "Use only letters, digits and . _ + -": "Verwenden Sie nur Buchstaben, Ziffern und . _ + -",
      "Use 1 to {n} characters.": "Verwenden Sie 1 bis {n} Zeichen."
    }
  },
  "es": {
    "activation": {
      "title": "Active su cuenta",
      "text": "Un clic más y su cuenta estará lista.",
      "button": "Activar la cuenta",
      "done": "Su cuenta está activa",
      "after": "Ya puede iniciar sesión.",
      "ended": "La contraseña del registro ya no sirve, porque este enlace se ha abierto en otro dispositivo. Elija una nueva en su aplicación, con la opción de contraseña olvidada."
    },
    "login": {
      "title": "Inicie sesión",
      "text": "Continúe solo si ha solicitado usted este enlace.",
      "button": "Iniciar sesión",
      "done": "Ha iniciado sesión",
      "after": "Es posible que su aplicación le pida estos tokens. Quien los tenga habrá iniciado sesión en su nombre: no se los dé a nadie más."
    },
    "reset": {
      "title": "Elija una contraseña nueva",
      "text": "Al cambiar la contraseña se cerrará la sesión en todos los dispositivos.",
      "button": "Guardar la contraseña",
      "done": "Su contraseña ha cambiado",
      "after": "Ya puede iniciar sesión con ella."
    },
    "change": {
      "title": "Confirme su nueva dirección",
      "text": "La dirección en la que ha recibido este enlace será la dirección de su cuenta.",
      "button": "Confirmar la dirección",
      "done": "Su dirección está confirmada",
      "after": "A partir de ahora es la dirección de su cuenta."
    },
    "undo": {
      "title": "Deshaga el cambio",
      "text": "Su cuenta recuperará su dirección anterior. Se cerrará la sesión en todos los dispositivos y la contraseña dejará de ser válida.",
      "button": "Deshacer el cambio",
      "done": "El cambio se ha deshecho",
      "after": "Hemos enviado un mensaje a esta dirección. Úselo para elegir una contraseña nueva."
    },
    "invitation": {
      "title": "Abra su cuenta",
      "text": "Tiene una invitación. Elija un nombre de usuario y una contraseña: la cuenta tendrá la dirección en la que recibió este enlace.",
      "button": "Abrir la cuenta",
      "done": "Su cuenta está abierta",
      "after": "Ya puede iniciar sesión."
    },
    "lost_factor": {
      "title": "He perdido mi segundo factor",
      "text": "Tras un tiempo de espera se quitarán todos los segundos factores y códigos de recuperación de su cuenta. Se avisará a todas sus direcciones, y cada una podrá impedirlo.",
      "button": "Quitar mis segundos factores",
      "done": "El tiempo de espera ha comenzado",
      "after": "Un mensaje le dirá cuándo termina. Si encuentra un factor, inicie sesión con él: así no se quitará nada."
    },
    "keep_factors": {
      "title": "Conserve sus segundos factores",
      "text": "Alguien dijo que se han perdido. Así se conservan.",
      "button": "Conservar mis segundos factores",
      "done": "Sus segundos factores se conservan",
      "after": "Elija una contraseña nueva: otra persona conoce la suya o lee sus mensajes."
    },
    "undo_way_in": {
      "title": "Deshaga el cambio",
      "text": "Sus segundos factores, llaves de acceso y cuentas vinculadas volverán a ser los de antes de este cambio, y los cambios posteriores también se desharán. Se cerrará la sesión en todos los dispositivos.",
      "button": "Deshacer el cambio",
      "done": "El cambio se ha deshecho",
      "after": "Elija una contraseña nueva: otra persona tiene acceso a su cuenta."
    },
    "none": {
      "title": "Este enlace no está completo",
      "text": "Abra de nuevo el enlace de nuestro mensaje."
    },
    "username": "Nombre de usuario",
    "new_password": "Contraseña nueva",
    "repeated": "La misma contraseña otra vez",
    "show": "Mostrar la contraseña",
    "differ": "Las dos contraseñas no son iguales.",
    "failed": "No se puede contactar con el servicio. Inténtelo de nuevo.",
    "access_token": "Token de acceso",
    "refresh_token": "Token de actualización",
    "copy": "Copiar",
    "copied": "Copiado",
    "back": "Ir a la aplicación",
    "rule": "Al menos {n} caracteres. Varias palabras son una buena opción; no se aceptan contraseñas comunes ni sus propios nombres.",
    "refusals": {
      "invalid_proof": "Este enlace ya se ha usado o ha caducado. Pida uno nuevo.",
      "username_taken": "Este nombre de usuario ya existe.",
      "email_taken": "Esta dirección de correo pertenece a otra cuenta.",
      "mobile_taken": "Este número de móvil pertenece a otra cuenta.",
      "sign_up_closed": "Ahora nadie puede registrarse aquí.",
      "not_offered": "Este servicio no ofrece esto.",
      "account_not_active": "Esta cuenta no está activa.",
      "too_many_requests": "Demasiadas solicitudes. Espere un momento e inténtelo de nuevo.",
      "unavailable": "El servicio está ocupado. Inténtelo de nuevo en un momento.",
      "other": "No ha funcionado. Inténtelo de nuevo más tarde."
    },
    "reasons": {
      "Use at least {n} characters.": "Use al menos {n} caracteres.",
      "This is one of the most common passwords, or one repeated: choose another.": "Es una de las contraseñas más comunes, o una repetida: elija otra.",
      "Do not use your own names or numbers, or the name of this service.": "No use sus propios nombres o números, ni el nombre de este servicio.",
      "This password is too easy to guess: use more words, or less usual ones.": "Esta contraseña es demasiado fácil de adivinar: use más palabras, o menos habituales.",
      "This password is known from a data breach: choose another.": "Esta contraseña se conoce por una filtración de datos: elija otra.",
      "Choose one that differs from the old password.": "Elija una que sea distinta de la anterior.",
      "You have used this password before: choose another.": "Ya ha usado esta contraseña: elija otra.",
      "Use only letters, digits and . _ + -": "Use solo letras, cifras y . _ + -",
      "Use 1 to {n} characters.": "Use de 1 a {n} caracteres."
    }
  },
  "fr": {
    "activation": {
      "title": "Activez votre compte",
      "text": "Encore un clic, et votre compte est prêt.",
      "button": "Activer le compte",
      "done": "Votre compte est actif",
      "after": "Vous pouvez maintenant vous connecter.",
      "ended": "Le mot de passe de l’inscription n’est plus valable, car ce lien a été ouvert sur un autre appareil. Choisissez-en un nouveau dans votre application, par « mot de passe oublié »."
    },
    "login": {
      "title": "Connectez-vous",
      "text": "Ne continuez que si vous avez vous-même demandé ce lien.",
      "button": "Se connecter",
      "done": "Vous avez ouvert une session",
      "after": "Votre application vous demandera peut-être ces jetons. Qui les possède est connecté à votre place : ne les donnez à personne d’autre."
    },
    "reset": {
      "title": "Choisissez un nouveau mot de passe",
      "text": "Tous les appareils seront déconnectés lorsque le mot de passe changera.",
      "button": "Enregistrer le mot de passe",
      "done": "Votre mot de passe a été modifié",
      "after": "Vous pouvez maintenant vous connecter avec celui-ci."
    },
    "change": {
      "title": "Confirmez votre nouvelle adresse",
      "text": "L’adresse à laquelle vous avez reçu ce lien va devenir celle de votre compte.",
      "button": "Confirmer l’adresse",
      "done": "Votre adresse est confirmée",
      "after": "C’est désormais l’adresse de votre compte."
    },
    "undo": {
      "title": "Annulez la modification",
      "text": "Votre compte va retrouver son ancienne adresse. Tous les appareils seront déconnectés et le mot de passe ne sera plus valable.",
      "button": "Annuler la modification",
      "done": "La modification a été annulée",
      "after": "Un message est en route vers cette adresse. Utilisez-le pour choisir un nouveau mot de passe."
    },
    "invitation": {
      "title": "Ouvrez votre compte",
      "text": "Vous avez une invitation. Choisissez un nom d’utilisateur et un mot de passe : le compte recevra l’adresse où ce lien vous est parvenu.",
      "button": "Ouvrir le compte",
      "done": "Votre compte est ouvert",
      "after": "Vous pouvez vous connecter."
    },
    "lost_factor": {
      "title": "J’ai perdu mon second facteur",
      "text": "Après un délai d’attente, tous les seconds facteurs et codes de secours de votre compte seront retirés. Toutes vos adresses en seront informées, et chacune pourra l’empêcher.",
      "button": "Retirer mes seconds facteurs",
      "done": "Le délai d’attente a commencé",
      "after": "Un message vous dira quand il se termine. Si vous retrouvez un facteur, connectez-vous avec lui : rien ne sera retiré."
    },
    "keep_factors": {
      "title": "Gardez vos seconds facteurs",
      "text": "Quelqu’un a dit qu’ils sont perdus. Ainsi, ils restent.",
      "button": "Garder mes seconds facteurs",
      "done": "Vos seconds facteurs restent",
      "after": "Choisissez un nouveau mot de passe : quelqu’un d’autre connaît le vôtre ou lit vos messages."
    },
    "undo_way_in": {
      "title": "Annulez la modification",
      "text": "Vos seconds facteurs, clés d’accès et comptes liés redeviendront ce qu’ils étaient avant cette modification, et les modifications ultérieures seront annulées aussi. Tous les appareils seront déconnectés.",
      "button": "Annuler la modification",
      "done": "La modification a été annulée",
      "after": "Choisissez un nouveau mot de passe : quelqu’un d’autre a accès à votre compte."
    },
    "none": {
      "title": "Ce lien n’est pas complet",
      "text": "Veuillez ouvrir à nouveau le lien de notre message."
    },
    "username": "Nom d’utilisateur",
    "new_password": "Nouveau mot de passe",
    "repeated": "Le même mot de passe encore une fois",
    "show": "Afficher le mot de passe",
    "differ": "Les deux mots de passe ne sont pas identiques.",
    "failed": "Le service est injoignable. Veuillez réessayer.",
    "access_token": "Jeton d’accès",
    "refresh_token": "Jeton d’actualisation",
    "copy": "Copier",
    "copied": "Copié",
    "back": "Aller à l’application",
    "rule": "Au moins {n} caractères. Plusieurs mots conviennent bien ; les mots de passe courants et vos propres noms sont refusés.",
    "refusals": {
      "invalid_proof": "Ce lien a déjà été utilisé ou a expiré. Demandez-en un nouveau.",
      "username_taken": "Ce nom d’utilisateur est pris.",
      "email_taken": "Cette adresse e-mail appartient à un autre compte.",
      "mobile_taken": "Ce numéro de mobile appartient à un autre compte.",
      "sign_up_closed": "Personne ne peut s’inscrire ici pour le moment.",
      "not_offered": "Ce service ne propose pas cela.",
      "account_not_active": "Ce compte n’est pas actif.",
      "too_many_requests": "Trop de demandes. Veuillez patienter un moment, puis réessayer.",
      "unavailable": "Le service est occupé. Veuillez réessayer dans un instant.",
      "other": "Cela n’a pas fonctionné. Veuillez réessayer plus tard."
    },
    "reasons": {
      "Use at least {n} characters.": "Utilisez au moins {n} caractères.",
      "This is one of the most common passwords, or one repeated: choose another.": "C’est l’un des mots de passe les plus courants, ou sa répétition : choisissez-en un autre.",
      "Do not use your own names or numbers, or the name of this service.": "N’utilisez ni vos propres noms ou numéros, ni le nom de ce service.",
      "This password is too easy to guess: use more words, or less usual ones.": "Ce mot de passe est trop facile à deviner : utilisez plus de mots, ou des mots moins courants.",
      "This password is known from a data breach: choose another.": "Ce mot de passe est connu d’une fuite de données : choisissez-en un autre.",
      "Choose one that differs from the old password.": "Choisissez-en un qui diffère de l’ancien.",
      "You have used this password before: choose another.": "Vous avez déjà utilisé ce mot de passe : choisissez-en un autre.",
      "Use only letters, digits and . _ + -": "Utilisez seulement des lettres, des chiffres et . _ + -",
      "Use 1 to {n} characters.": "Utilisez de 1 à {n} caractères."
    }
  },
  "hi": {
    "activation": {
      "title": "अपना खाता सक्रिय करें",
      "text": "बस एक क्लिक और, फिर आपका खाता तैयार है।",
      "button": "खाता सक्रिय करें",
      "done": "आपका खाता सक्रिय है",
      "after": "अब आप लॉग इन कर सकते हैं।",
      "ended": "रजिस्टर करते समय चुना गया पासवर्ड अब काम नहीं करेगा, क्योंकि यह लिंक किसी दूसरे डिवाइस पर खोला गया है। अपने ऐप में “पासवर्ड भूल गए” से नया पासवर्ड चुनें।"
    },
    "login": {
      "title": "लॉग इन करें",
      "text": "तभी आगे बढ़ें जब यह लिंक आपने ही माँगा हो।",
      "button": "लॉग इन करें",
      "done": "आप लॉग इन हो गए हैं",
      "after": "आपका ऐप आपसे ये टोकन माँग सकता है। जिसके पास ये हैं, वह आपके नाम से लॉग इन है, इसलिए इन्हें किसी और को न दें।"
    },
    "reset": {
      "title": "नया पासवर्ड चुनें",
      "text": "पासवर्ड बदलने पर सभी डिवाइस लॉग आउट हो जाते हैं।",
      "button": "पासवर्ड सेव करें",
      "done": "आपका पासवर्ड बदल गया है",
      "after": "अब आप इससे लॉग इन कर सकते हैं।"
    },
    "change": {
      "title": "अपने नए पते की पुष्टि करें",
      "text": "जिस पते पर आपको यह लिंक मिला है, वही आपके खाते का पता बन जाएगा।",
      "button": "पते की पुष्टि करें",
      "done": "आपके पते की पुष्टि हो गई है",
      "after": "अब से यही आपके खाते का पता है।"
    },
    "undo": {
      "title": "बदलाव वापस लें",
      "text": "आपके खाते को उसका पिछला पता वापस मिल जाएगा। सभी डिवाइस लॉग आउट हो जाएँगे और मौजूदा पासवर्ड काम नहीं करेगा।",
      "button": "बदलाव वापस लें",
      "done": "बदलाव वापस ले लिया गया है",
      "after": "इस पते पर एक मैसेज भेजा जा रहा है। कृपया उससे नया पासवर्ड चुनें।"
    },
    "invitation": {
      "title": "अपना खाता खोलें",
      "text": "आपको आमंत्रित किया गया है। यूज़रनेम और पासवर्ड चुनें: जिस पते पर यह लिंक मिला है, वही खाते का पता होगा।",
      "button": "खाता खोलें",
      "done": "आपका खाता खुल गया है",
      "after": "अब आप लॉग इन कर सकते हैं।"
    },
    "lost_factor": {
      "title": "मेरा दूसरा सत्यापन खो गया है",
      "text": "प्रतीक्षा अवधि के बाद आपके खाते से दूसरे सत्यापन के सभी तरीके और रिकवरी कोड हटा दिए जाएँगे। आपके सभी पतों पर सूचना दी जाएगी, और हर पते से इसे रोका जा सकेगा।",
      "button": "मेरा दूसरा सत्यापन हटाएँ",
      "done": "प्रतीक्षा अवधि शुरू हो गई है",
      "after": "यह कब खत्म होगी, यह आपको एक मैसेज से पता चलेगा। अगर कोई तरीका फिर मिल जाए, तो उससे लॉग इन करें: इससे हटाना रुक जाएगा।"
    },
    "keep_factors": {
      "title": "अपना दूसरा सत्यापन बनाए रखें",
      "text": "किसी ने बताया है कि दूसरे सत्यापन के तरीके खो गए हैं। इससे वे बने रहेंगे।",
      "button": "मेरा दूसरा सत्यापन बनाए रखें",
      "done": "आपका दूसरा सत्यापन बना रहेगा",
      "after": "कृपया नया पासवर्ड चुनें: किसी और को आपका पासवर्ड पता है या कोई आपके मैसेज पढ़ रहा है।"
    },
    "undo_way_in": {
      "title": "बदलाव वापस लें",
      "text": "आपके दूसरे सत्यापन के तरीके, पासकी और जुड़े हुए खाते वैसे ही हो जाएँगे जैसे इस बदलाव से पहले थे, और बाद में उनमें हुए बदलाव भी वापस ले लिए जाएँगे। सभी डिवाइस लॉग आउट हो जाएँगे।",
      "button": "बदलाव वापस लें",
      "done": "बदलाव वापस ले लिया गया है",
      "after": "कृपया नया पासवर्ड चुनें: कोई और आपके खाते का इस्तेमाल कर सकता है।"
    },
    "none": {
      "title": "यह लिंक अधूरा है",
      "text": "कृपया हमारे मैसेज में दिया गया लिंक फिर से खोलें।"
    },
    "username": "यूज़रनेम",
    "new_password": "नया पासवर्ड",
    "repeated": "वही पासवर्ड दोबारा",
    "show": "पासवर्ड दिखाएँ",
    "differ": "दोनों पासवर्ड एक जैसे नहीं हैं।",
    "failed": "सेवा से संपर्क नहीं हो पा रहा है। कृपया फिर से कोशिश करें।",
    "access_token": "ऐक्सेस टोकन",
    "refresh_token": "रीफ़्रेश टोकन",
    "copy": "कॉपी करें",
    "copied": "कॉपी हो गया",
    "back": "ऐप पर जाएँ",
    "rule": "कम से कम {n} अक्षर। कई शब्द अच्छे रहते हैं; आम पासवर्ड और आपके अपने नाम स्वीकार नहीं किए जाते।",
    "refusals": {
      "invalid_proof": "यह कोड या लिंक मान्य नहीं है, या अब मान्य नहीं रहा।",
      "username_taken": "यह यूज़रनेम पहले से लिया जा चुका है।",
      "email_taken": "यह ईमेल पता किसी दूसरे खाते में है।",
      "mobile_taken": "यह मोबाइल नंबर किसी दूसरे खाते में है।",
      "sign_up_closed": "यहाँ फ़िलहाल रजिस्टर नहीं किया जा सकता।",
      "not_offered": "यह सेवा इसकी सुविधा नहीं देती।",
      "account_not_active": "यह खाता सक्रिय नहीं है।",
      "too_many_requests": "बहुत ज़्यादा अनुरोध हुए हैं: कृपया थोड़ा इंतज़ार करें।",
      "unavailable": "सेवा व्यस्त है: कृपया थोड़ी देर में फिर से कोशिश करें।",
      "other": "यह नहीं हो पाया। कृपया बाद में फिर से कोशिश करें।"
    },
    "reasons": {
      "Use at least {n} characters.": "कम से कम {n} अक्षरों का इस्तेमाल करें।",
      "This is one of the most common passwords, or one repeated: choose another.": "यह सबसे आम पासवर्ड में से एक है, या उसका दोहराव: कोई दूसरा चुनें।",
      "Do not use your own names or numbers, or the name of this service.": "अपने नाम या नंबर, या इस सेवा के नाम का इस्तेमाल न करें।",
      "This password is too easy to guess: use more words, or less usual ones.": "इस पासवर्ड का अंदाज़ा लगाना बहुत आसान है: ज़्यादा शब्द या कम प्रचलित शब्द चुनें।",
      "This password is known from a data breach: choose another.": "यह पासवर्ड किसी डेटा लीक में सामने आ चुका है: कोई दूसरा चुनें।",
      "Choose one that differs from the old password.": "ऐसा पासवर्ड चुनें जो पुराने से अलग हो।",
      "You have used this password before: choose another.": "आप यह पासवर्ड पहले इस्तेमाल कर चुके हैं: कोई दूसरा चुनें।",
      "Use only letters, digits and . _ + -": "सिर्फ़ अक्षर, अंक और . _ + - का इस्तेमाल करें।",
      "Use 1 to {n} characters.": "1 से {n} अक्षरों का इस्तेमाल करें।"
    }
  },
  "id": {
    "activation": {
      "title": "Aktifkan akun Anda",
      "text": "Satu klik lagi, dan akun Anda siap digunakan.",
      "button": "Aktifkan akun",
      "done": "Akun Anda sudah aktif",
      "after": "Sekarang Anda bisa masuk.",
      "ended": "Kata sandi saat pendaftaran tidak berlaku lagi, karena tautan ini dibuka di perangkat lain. Buat kata sandi baru di aplikasi Anda melalui “Lupa kata sandi”."
    },
    "login": {
      "title": "Masuk",
      "text": "Lanjutkan hanya jika Anda sendiri yang meminta tautan ini.",
      "button": "Masuk",
      "done": "Anda sudah masuk",
      "after": "Aplikasi Anda mungkin meminta token ini. Siapa pun yang memilikinya masuk sebagai Anda, jadi jangan berikan kepada orang lain."
    },
    "reset": {
      "title": "Buat kata sandi baru",
      "text": "Semua perangkat akan keluar dari akun saat kata sandi diganti.",
      "button": "Simpan kata sandi",
      "done": "Kata sandi Anda telah diubah",
      "after": "Sekarang Anda bisa masuk dengan kata sandi ini."
    },
    "change": {
      "title": "Konfirmasi alamat baru Anda",
      "text": "Alamat tempat Anda menerima tautan ini akan menjadi alamat akun Anda.",
      "button": "Konfirmasi alamat",
      "done": "Alamat Anda telah dikonfirmasi",
      "after": "Mulai sekarang, ini adalah alamat akun Anda."
    },
    "undo": {
      "title": "Batalkan perubahan",
      "text": "Akun Anda akan kembali ke alamat sebelumnya. Semua perangkat akan keluar dari akun, dan kata sandinya tidak berlaku lagi.",
      "button": "Batalkan perubahan",
      "done": "Perubahan telah dibatalkan",
      "after": "Sebuah pesan sedang dikirim ke alamat ini. Gunakan pesan itu untuk membuat kata sandi baru."
    },
    "invitation": {
      "title": "Buat akun Anda",
      "text": "Anda diundang. Pilih nama pengguna dan kata sandi: akun akan memakai alamat tempat Anda menerima tautan ini.",
      "button": "Buat akun",
      "done": "Akun Anda sudah dibuat",
      "after": "Sekarang Anda bisa masuk."
    },
    "lost_factor": {
      "title": "Faktor kedua saya hilang",
      "text": "Setelah masa tunggu, semua faktor kedua dan kode pemulihan akun Anda akan dihapus. Semua alamat Anda akan diberi tahu, dan masing-masing bisa menghentikannya.",
      "button": "Hapus faktor kedua saya",
      "done": "Masa tunggu telah dimulai",
      "after": "Sebuah pesan akan memberi tahu Anda kapan masa itu berakhir. Jika salah satu faktor ditemukan kembali, masuklah dengan faktor itu: penghapusan akan dihentikan."
    },
    "keep_factors": {
      "title": "Pertahankan faktor kedua Anda",
      "text": "Seseorang melaporkan bahwa faktor kedua Anda hilang. Dengan ini, semuanya tetap ada.",
      "button": "Pertahankan faktor kedua saya",
      "done": "Faktor kedua Anda tetap ada",
      "after": "Harap buat kata sandi baru: ada orang lain yang mengetahui kata sandi Anda atau membaca pesan Anda."
    },
    "undo_way_in": {
      "title": "Batalkan perubahan",
      "text": "Faktor kedua, kunci sandi, dan akun tertaut Anda akan kembali seperti sebelum perubahan ini, dan perubahan sesudahnya juga dibatalkan. Semua perangkat akan keluar dari akun.",
      "button": "Batalkan perubahan",
      "done": "Perubahan telah dibatalkan",
      "after": "Harap buat kata sandi baru: ada orang lain yang bisa mengakses akun Anda."
    },
    "none": {
      "title": "Tautan ini tidak lengkap",
      "text": "Harap buka lagi tautan dalam pesan kami."
    },
    "username": "Nama pengguna",
    "new_password": "Kata sandi baru",
    "repeated": "Ulangi kata sandi",
    "show": "Tampilkan kata sandi",
    "differ": "Kedua kata sandi tidak sama.",
    "failed": "Layanan tidak dapat dihubungi. Silakan coba lagi.",
    "access_token": "Token akses",
    "refresh_token": "Token penyegaran",
    "copy": "Salin",
    "copied": "Tersalin",
    "back": "Lanjut ke aplikasi",
    "rule": "Minimal {n} karakter. Beberapa kata sekaligus lebih baik; kata sandi yang umum dan nama Anda sendiri ditolak.",
    "refusals": {
      "invalid_proof": "Kode atau tautan ini tidak berlaku, atau sudah tidak berlaku lagi.",
      "username_taken": "Nama pengguna ini sudah dipakai.",
      "email_taken": "Alamat email ini sudah dipakai akun lain.",
      "mobile_taken": "Nomor ponsel ini sudah dipakai akun lain.",
      "sign_up_closed": "Saat ini pendaftaran di sini ditutup.",
      "not_offered": "Layanan ini tidak menyediakan hal tersebut.",
      "account_not_active": "Akun ini tidak aktif.",
      "too_many_requests": "Terlalu banyak permintaan: harap tunggu sebentar.",
      "unavailable": "Layanan sedang sibuk: silakan coba sebentar lagi.",
      "other": "Tidak berhasil. Silakan coba lagi nanti."
    },
    "reasons": {
      "Use at least {n} characters.": "Gunakan minimal {n} karakter.",
      "This is one of the most common passwords, or one repeated: choose another.": "Ini salah satu kata sandi paling umum, atau pengulangannya: pilih yang lain.",
      "Do not use your own names or numbers, or the name of this service.": "Jangan gunakan nama atau nomor Anda sendiri, atau nama layanan ini.",
      "This password is too easy to guess: use more words, or less usual ones.": "Kata sandi ini terlalu mudah ditebak: gunakan lebih banyak kata, atau kata yang lebih jarang.",
      "This password is known from a data breach: choose another.": "Kata sandi ini pernah bocor dalam kebocoran data: pilih yang lain.",
      "Choose one that differs from the old password.": "Pilih yang berbeda dari kata sandi lama.",
      "You have used this password before: choose another.": "Anda pernah memakai kata sandi ini: pilih yang lain.",
      "Use only letters, digits and . _ + -": "Gunakan hanya huruf, angka, dan . _ + -",
      "Use 1 to {n} characters.": "Gunakan 1 sampai {n} karakter."
    }
  },
  "pt": {
    "activation": {
      "title": "Ative a sua conta",
      "text": "Mais um clique e a sua conta está pronta.",
      "button": "Ativar a conta",
      "done": "A sua conta está ativa",
      "after": "Agora você pode entrar.",
      "ended": "A senha do cadastro não vale mais, porque este link foi aberto em outro dispositivo. Escolha uma nova no seu aplicativo, em “Esqueci minha senha”."
    },
    "login": {
      "title": "Entrar",
      "text": "Continue apenas se foi você quem pediu este link.",
      "button": "Entrar",
      "done": "Você entrou",
      "after": "O seu aplicativo pode pedir estes tokens. Quem os tem entra como se fosse você; por isso, não os dê a mais ninguém."
    },
    "reset": {
      "title": "Escolha uma nova senha",
      "text": "Todos os dispositivos são desconectados quando a senha muda.",
      "button": "Salvar a senha",
      "done": "A sua senha foi alterada",
      "after": "Agora você pode entrar com ela."
    },
    "change": {
      "title": "Confirme o seu novo endereço",
      "text": "O endereço em que você recebeu este link será o endereço da sua conta.",
      "button": "Confirmar o endereço",
      "done": "O seu endereço está confirmado",
      "after": "A partir de agora, ele é o endereço da sua conta."
    },
    "undo": {
      "title": "Desfazer a alteração",
      "text": "A sua conta volta a ter o endereço anterior. Todos os dispositivos são desconectados, e a senha deixa de valer.",
      "button": "Desfazer a alteração",
      "done": "A alteração foi desfeita",
      "after": "Uma mensagem está a caminho deste endereço. Use-a para escolher uma nova senha."
    },
    "invitation": {
      "title": "Abra a sua conta",
      "text": "Você recebeu um convite. Escolha um nome de usuário e uma senha: a conta ficará com o endereço em que você recebeu este link.",
      "button": "Abrir a conta",
      "done": "A sua conta está aberta",
      "after": "Agora você pode entrar."
    },
    "lost_factor": {
      "title": "Perdi o meu segundo fator",
      "text": "Após um período de espera, todos os segundos fatores e códigos de recuperação da sua conta são removidos. Todos os seus endereços são avisados, e qualquer um deles pode impedir isso.",
      "button": "Remover os meus segundos fatores",
      "done": "O período de espera começou",
      "after": "Uma mensagem informa quando ele termina. Se encontrar um dos fatores, entre com ele: isso impede a remoção."
    },
    "keep_factors": {
      "title": "Mantenha os seus segundos fatores",
      "text": "Alguém informou que eles estão perdidos. Com isto, eles continuam.",
      "button": "Manter os meus segundos fatores",
      "done": "Os seus segundos fatores foram mantidos",
      "after": "Escolha uma nova senha: outra pessoa conhece a sua ou lê as suas mensagens."
    },
    "undo_way_in": {
      "title": "Desfazer a alteração",
      "text": "Os seus segundos fatores, chaves de acesso e contas vinculadas voltam a ser o que eram antes desta alteração, e as alterações posteriores também são desfeitas. Todos os dispositivos são desconectados.",
      "button": "Desfazer a alteração",
      "done": "A alteração foi desfeita",
      "after": "Escolha uma nova senha: outra pessoa tem acesso à sua conta."
    },
    "none": {
      "title": "Este link não está completo",
      "text": "Abra de novo o link da nossa mensagem."
    },
    "username": "Nome de usuário",
    "new_password": "Nova senha",
    "repeated": "A mesma senha outra vez",
    "show": "Mostrar a senha",
    "differ": "As duas senhas não são iguais.",
    "failed": "Não foi possível acessar o serviço. Tente de novo.",
    "access_token": "Token de acesso",
    "refresh_token": "Token de atualização",
    "copy": "Copiar",
    "copied": "Copiado",
    "back": "Ir para o aplicativo",
    "rule": "Pelo menos {n} caracteres. Várias palavras são uma boa escolha; senhas comuns e os seus próprios nomes são recusados.",
    "refusals": {
      "invalid_proof": "Este código ou link não é válido, ou deixou de ser.",
      "username_taken": "Este nome de usuário já está em uso.",
      "email_taken": "Este e-mail pertence a outra conta.",
      "mobile_taken": "Este celular pertence a outra conta.",
      "sign_up_closed": "No momento, não é possível se cadastrar aqui.",
      "not_offered": "Este serviço não oferece isso.",
      "account_not_active": "Esta conta não está ativa.",
      "too_many_requests": "Pedidos demais: espere um momento.",
      "unavailable": "O serviço está ocupado: tente de novo daqui a pouco.",
      "other": "Não deu certo. Tente de novo mais tarde."
    },
    "reasons": {
      "Use at least {n} characters.": "Use pelo menos {n} caracteres.",
      "This is one of the most common passwords, or one repeated: choose another.": "Esta é uma das senhas mais comuns, ou uma repetição dela: escolha outra.",
      "Do not use your own names or numbers, or the name of this service.": "Não use os seus próprios nomes ou números, nem o nome deste serviço.",
      "This password is too easy to guess: use more words, or less usual ones.": "Esta senha é fácil demais de adivinhar: use mais palavras, ou palavras menos comuns.",
      "This password is known from a data breach: choose another.": "Esta senha é conhecida de um vazamento de dados: escolha outra.",
      "Choose one that differs from the old password.": "Escolha uma senha diferente da anterior.",
      "You have used this password before: choose another.": "Você já usou esta senha: escolha outra.",
      "Use only letters, digits and . _ + -": "Use somente letras, algarismos e . _ + -",
      "Use 1 to {n} characters.": "Use de 1 a {n} caracteres."
    }
  },
  "zh": {
    "activation": {
      "title": "激活您的账号",
      "text": "只需再点击一次，您的账号即可使用。",
      "button": "激活账号",
      "done": "您的账号已激活",
      "after": "您现在可以登录了。",
      "ended": "由于此链接是在另一台设备上打开的，注册时设置的密码已失效。请在您的应用中通过“忘记密码”设置新密码。"
    },
    "login": {
      "title": "登录",
      "text": "请仅在您本人申请了此链接时继续。",
      "button": "登录",
      "done": "您已登录",
      "after": "您的应用可能会要求您提供以下令牌。持有令牌的人即可以您的身份登录，请勿提供给他人。"
    },
    "reset": {
      "title": "设置新密码",
      "text": "更改密码后，所有设备都会退出登录。",
      "button": "保存密码",
      "done": "您的密码已更改",
      "after": "您现在可以使用新密码登录了。"
    },
    "change": {
      "title": "确认您的新联系方式",
      "text": "您收到此链接的邮箱或手机号码将成为您账号的联系方式。",
      "button": "确认联系方式",
      "done": "您的联系方式已确认",
      "after": "今后它就是您账号的联系方式。"
    },
    "undo": {
      "title": "撤销更改",
      "text": "您的账号将恢复原来的联系方式。所有设备都会退出登录，现有密码将失效。",
      "button": "撤销更改",
      "done": "更改已撤销",
      "after": "我们正在向原来的联系方式发送消息，请据此设置新密码。"
    },
    "invitation": {
      "title": "注册您的账号",
      "text": "您收到了注册邀请。请设置用户名和密码，账号将使用您收到此链接的邮箱或手机号码。",
      "button": "注册账号",
      "done": "您的账号已注册成功",
      "after": "您现在可以登录了。"
    },
    "lost_factor": {
      "title": "我丢失了两步验证方式",
      "text": "等待期结束后，您账号的所有两步验证方式和恢复代码都会被移除。我们会通知您的所有联系方式，您可以通过其中任何一个阻止移除。",
      "button": "移除我的两步验证方式",
      "done": "等待期已开始",
      "after": "我们会通过消息告知您等待期何时结束。如果您找回了其中一种验证方式，请用它登录，移除即会取消。"
    },
    "keep_factors": {
      "title": "保留您的两步验证方式",
      "text": "有人表示您的两步验证方式已丢失。点击下方按钮即可保留。",
      "button": "保留我的两步验证方式",
      "done": "您的两步验证方式已保留",
      "after": "请设置新密码，因为有人知道您的密码或能够查看您的消息。"
    },
    "undo_way_in": {
      "title": "撤销更改",
      "text": "您的两步验证方式、通行密钥和关联账号将恢复到此更改之前的状态，此后的相关更改也会一并撤销。所有设备都会退出登录。",
      "button": "撤销更改",
      "done": "更改已撤销",
      "after": "请设置新密码，因为他人能够访问您的账号。"
    },
    "none": {
      "title": "此链接不完整",
      "text": "请重新打开我们消息中的链接。"
    },
    "username": "用户名",
    "new_password": "新密码",
    "repeated": "再次输入新密码",
    "show": "显示密码",
    "differ": "两次输入的密码不一致。",
    "failed": "无法连接到服务，请重试。",
    "access_token": "访问令牌",
    "refresh_token": "刷新令牌",
    "copy": "复制",
    "copied": "已复制",
    "back": "前往应用",
    "rule": "至少{n}个字符。建议使用多个词语；不接受常见密码和您自己的名字。",
    "refusals": {
      "invalid_proof": "此验证码或链接无效或已失效。",
      "username_taken": "此用户名已被使用。",
      "email_taken": "此邮箱地址已被其他账号使用。",
      "mobile_taken": "此手机号码已被其他账号使用。",
      "sign_up_closed": "目前无法在此注册。",
      "not_offered": "此服务不提供该功能。",
      "account_not_active": "此账号未激活。",
      "too_many_requests": "请求过多，请稍候再试。",
      "unavailable": "服务繁忙，请稍后重试。",
      "other": "操作未成功，请稍后再试。"
    },
    "reasons": {
      "Use at least {n} characters.": "请至少使用{n}个字符。",
      "This is one of the most common passwords, or one repeated: choose another.": "这是最常见的密码之一，或是其重复，请换一个。",
      "Do not use your own names or numbers, or the name of this service.": "请勿使用您自己的名字、号码或本服务的名称。",
      "This password is too easy to guess: use more words, or less usual ones.": "此密码太容易被猜中，请使用更多或更少见的词语。",
      "This password is known from a data breach: choose another.": "此密码已在数据泄露中曝光，请换一个。",
      "Choose one that differs from the old password.": "请设置与旧密码不同的密码。",
      "You have used this password before: choose another.": "您以前用过此密码，请换一个。",
      "Use only letters, digits and . _ + -": "只能使用字母、数字和 . _ + -",
      "Use 1 to {n} characters.": "请使用1到{n}个字符。"
    }
  }
};
